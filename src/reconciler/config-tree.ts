import { parse } from 'yaml';
import { z } from '../core/zod.js';
import { paths } from '../model/paths.js';
import { parseHba } from '../syntax/pg-hba.js';
import { parsePostgresConf } from '../syntax/postgres-conf.js';
import { fileText, type DesiredState } from './desired.js';

/** Patroni's dynamic configuration, or a part of it. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** One key in which two configurations differ; a whole branch where one of them lacks it. */
export interface ConfigChange {
  readonly path: readonly string[];
  /** Undefined where the key is not set. */
  readonly from: unknown;
  readonly to: unknown;
}

/** An operator's acts, no settings: nothing here may end a pause or promote a standby cluster. */
const OPERATORS = ['pause', 'standby_cluster'];

const treeSchema = z.record(z.string(), z.unknown());

/** What `GET /config` shall say. */
export function desiredConfig({ files }: Pick<DesiredState, 'files'>): ConfigTree {
  const dynamic = treeSchema.parse(parse(fileText(files, paths.desiredDynamic)));
  return {
    ...dynamic,
    postgresql: {
      ...treeSchema.parse(dynamic['postgresql'] ?? {}),
      parameters: parsePostgresConf(fileText(files, paths.desiredPostgresqlConf)),
      pg_hba: parseHba(fileText(files, paths.desiredHba)),
    },
  };
}

/** @returns every key in which `to` differs from `from`, sorted; spelling is no difference */
export function configChanges(from: ConfigTree, to: ConfigTree): ConfigChange[] {
  const changes = changesBelow([], from, to);
  return changes.filter(({ path: [root = ''] }) => !OPERATORS.includes(root));
}

/** The document that makes Patroni carry the changes out: null takes a key away. */
export function toPatch(changes: readonly ConfigChange[]): ConfigTree {
  const patch: Record<string, unknown> = {};
  for (const { path, to } of changes) {
    let branch = patch;
    for (const name of path.slice(0, -1)) {
      const next = isTree(branch[name]) ? { ...branch[name] } : {};
      branch[name] = next;
      branch = next;
    }
    branch[path.at(-1) ?? ''] = to ?? null;
  }
  return patch;
}

/** The same as one line for a person: `key: live -> desired`. */
export function changeText({ path, from, to }: ConfigChange): string {
  const text = (value: unknown) => (value === undefined ? 'not set' : plain(value));
  return `${path.join('.')}: ${text(from)} -> ${text(to)}`;
}

/** Name of the PostgreSQL parameter that a change is about. */
export function parameterOf({ path }: ConfigChange): string | undefined {
  const [first, second, name] = path;
  return first === 'postgresql' && second === 'parameters' ? name : undefined;
}

/** Whether a server has to read it: parameters, access rules, user maps. */
export function isForServers({ path: [first, second = ''] }: ConfigChange): boolean {
  return first === 'postgresql' && ['parameters', 'pg_hba', 'pg_ident'].includes(second);
}

export function isTree(value: unknown): value is ConfigTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** YAML reads `on` as text and `true` as a boolean; PostgreSQL reads both alike. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => spaced(plain(item))).join(' | ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^(on|true|yes)$/i.test(text)) return 'on';
  return /^(off|false|no)$/i.test(text) ? 'off' : text;
}

/** Columns of an access rule are aligned in files; an array counts as a whole, as its order does. */
function spaced(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function changesBelow(path: readonly string[], from: ConfigTree, to: ConfigTree): ConfigChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return names.flatMap((name) => {
    const here = [...path, name];
    const [old, wanted] = [from[name] ?? undefined, to[name] ?? undefined];
    if (isTree(old) && isTree(wanted)) return changesBelow(here, old, wanted);
    if (old === undefined && isTree(wanted) && Object.keys(wanted).length === 0) return [];
    if (old !== undefined && wanted !== undefined && plain(old) === plain(wanted)) return [];
    return old === wanted ? [] : [{ path: here, from: old, to: wanted }];
  });
}
