import { z } from '../core/zod.js';
import type { EtcdStore } from '../live/etcd.js';
import { dcsKeys } from '../model/reconciler-status.js';
import { plain, isTree, type ConfigChange, type ConfigTree } from './config-tree.js';

const tree = z.record(z.string(), z.unknown());

const journalSchema = z.object({
  /** Of the desired state that is being carried out. */
  digest: z.string(),
  /** The dynamic configuration before its first change: where a take-back leads. */
  before: tree,
  /** Every key that was changed since a desired state was last reached, by whichever digest. */
  keys: z.array(z.string()),
});

/** A change of settings that has begun and whose desired state was not reached yet. */
export type Journal = z.output<typeof journalSchema>;

/** What the DCS remembers about settings, beside the settings themselves. */
export interface SettingsMemory {
  readonly journal: Journal | undefined;
  /** The desired configuration that was reached last; undefined on a cluster nobody reached. */
  readonly applied: ConfigTree | undefined;
  /** Whether the desired state at hand was reached. */
  readonly reached: boolean;
}

export async function readMemory(
  store: EtcdStore,
  scope: string,
  digest: string,
): Promise<SettingsMemory> {
  const [journal, applied, reached] = await Promise.all([
    store.get(dcsKeys.journal(scope)),
    store.get(dcsKeys.applied(scope)),
    store.get(dcsKeys.reached(scope, digest)),
  ]);
  return {
    journal: journal === undefined ? undefined : journalSchema.parse(JSON.parse(journal)),
    applied: applied === undefined ? undefined : tree.parse(JSON.parse(applied)),
    reached: reached !== undefined,
  };
}

/** Written before the first change of a desired state, so that a kill after it loses nothing. */
export function nextJournal(
  old: Journal | undefined,
  digest: string,
  live: ConfigTree,
  changes: readonly ConfigChange[],
): Journal {
  const keys = new Set([...(old?.keys ?? []), ...changes.map(keyOf)]);
  return { digest, before: old?.digest === digest ? old.before : live, keys: [...keys].sort() };
}

/**
 * Whether somebody else made the difference: what we want there is what was reached last, and no
 * unfinished change of ours touched it.
 */
export function isDrift(change: ConfigChange, { applied, journal }: SettingsMemory): boolean {
  if (applied === undefined || (journal?.keys.includes(keyOf(change)) ?? false)) return false;
  const was = valueAt(applied, change.path);
  return was === undefined || change.to === undefined
    ? was === change.to
    : plain(was) === plain(change.to);
}

function keyOf({ path }: ConfigChange): string {
  return path.join('.');
}

function valueAt(config: ConfigTree, path: readonly string[]): unknown {
  let value: unknown = config;
  for (const name of path) value = isTree(value) ? (value[name] ?? undefined) : undefined;
  return value;
}
