import type { ClusterRecord } from '../model/record/cluster-record.js';
import type { ClusterChange } from './cluster-change.js';
import type { FindingValue } from './finding.js';

/** Tells for a setting of this change why it changes. */
export interface Causes {
  /** Changed inputs and settings behind a value that the file does not set; none if it does. */
  of(keyPath: string): string[];
  /** The value with who decided it. */
  value(side: 'before' | 'after', keyPath: string, text: string | undefined): FindingValue;
}

const NOT_SET = 'not set';

/**
 * Traces values that follow from others to what changed.
 *
 * @param changed - key paths of the settings that change, with old and new value
 */
export function causesIn(
  { before, after }: ClusterChange,
  changed: ReadonlyMap<string, string>,
): Causes {
  const inputs = inputChanges(before, after);
  const release =
    before && after && before.toolVersion !== after.toolVersion
      ? [`patroni-swarm ${before.toolVersion} -> ${after.toolVersion}`]
      : [];
  const trace = (keyPath: string, seen: ReadonlySet<string>): string[] => {
    const now = after?.settings[keyPath];
    const was = before?.settings[keyPath];
    if (now?.by === 'user') return [];
    if (was?.by === 'user') return [`${was.key} is no longer set`];
    return (now?.from ?? was?.from ?? []).flatMap((from) => {
      if (seen.has(from)) return [];
      const found = inputs.filter(({ key }) => fits(from, key)).map(({ text }) => text);
      if (found.length > 0 || !changed.has(from)) return found;
      const behind = trace(from, new Set([...seen, from]));
      return behind.length > 0 ? behind : [`${from}: ${changed.get(from) ?? ''}`];
    });
  };
  return {
    of: (keyPath) => {
      const found = [...new Set(trace(keyPath, new Set([keyPath])))].sort();
      const own = after?.settings[keyPath]?.by === 'user';
      return found.length > 0 || own ? found : release;
    },
    value: (side, keyPath, text) => {
      const setting = (side === 'before' ? before : after)?.settings[keyPath];
      if (text === undefined || !setting) return { text: text ?? NOT_SET };
      return { text, by: setting.by, because: setting.because ?? setting.key };
    },
  };
}

/** Whether a key of `from` (`nodes[].memory`) means this input (`nodes[pg-1, pg-2].memory`). */
function fits(from: string, input: string): boolean {
  return from === input.replaceAll(/\[[^\]]*\]/g, '[]');
}

/** Changed inputs; nodes with one and the same change are told together. */
function inputChanges(
  before: ClusterRecord | undefined,
  after: ClusterRecord | undefined,
): { key: string; text: string }[] {
  if (!before || !after) return [];
  const together = new Map<string, { entries: string[]; path: string; change: string }>();
  for (const key of new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)])) {
    const [old = NOT_SET, now = NOT_SET] = [before.inputs[key], after.inputs[key]];
    if (old === now) continue;
    const path = key.replace(/\[[^\]]*\]/, '[]');
    const entry = /\[([^\]]*)\]/.exec(key)?.[1];
    const change = `${old} -> ${now}`;
    const group = together.get(`${path} ${change}`) ?? { entries: [], path, change };
    if (entry !== undefined) group.entries.push(entry);
    together.set(`${path} ${change}`, group);
  }
  return [...together.values()].map(({ entries, path, change }) => {
    const key = path.replace('[]', `[${entries.sort().join(', ')}]`);
    return { key, text: `${key}: ${change}` };
  });
}
