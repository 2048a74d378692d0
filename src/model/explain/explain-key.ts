import type { Positions } from '../../../config/positions.js';
import { type ClusterConfig, clusterSchema } from '../../../config/schema/cluster.js';
import { schemaAt } from '../../../config/schema-tree.js';
import { descriptionOf } from '../../../config/setting-rows.js';
import type { ClusterModel } from '../cluster-model.js';
import { derivedValue } from '../derived-keys.js';
import type { Explanation } from './explanation.js';
import { keyChange } from './key-change.js';

const NOT_WRITTEN = 'the file leaves it out';

/**
 * Explains a key of the cluster file, whether or not the file has it.
 *
 * @returns undefined if a cluster file has no such key
 */
export function explainKey(
  config: ClusterConfig,
  model: ClusterModel,
  positions: Positions | undefined,
  keyPath: string,
): Explanation | undefined {
  const steps = stepsOf(keyPath);
  const schema = schemaAt(clusterSchema, steps);
  if (!schema) return undefined;
  const about = descriptionOf(schema);
  const rest = {
    change: keyChange(keyPath),
    ...(about !== undefined && { about }),
  };
  const value = valueAt(config, steps);
  const source = positions?.ofGiven(keyPath);
  if (source) {
    return {
      key: keyPath,
      value: text(value),
      decidedBy: 'file',
      because: keyPath,
      source,
      ...rest,
    };
  }
  const derived = derivedValue(keyPath, config, model);
  if (derived) {
    const { from, value: result } = derived;
    return { key: keyPath, value: text(result), decidedBy: 'derived', because: from, ...rest };
  }
  return value === undefined
    ? { key: keyPath, value: '', decidedBy: 'product', because: 'the product decides', ...rest }
    : { key: keyPath, value: text(value), decidedBy: 'default', because: NOT_WRITTEN, ...rest };
}

/** `nodes[1].name` as `nodes`, 1, `name`. */
function stepsOf(keyPath: string): (string | number)[] {
  return [...keyPath.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) =>
    index === undefined ? step : Number(index),
  );
}

function valueAt(value: unknown, steps: readonly (string | number)[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return valueAt((value as Record<string | number, unknown>)[step], rest);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
