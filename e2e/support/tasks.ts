import { names } from '../../src/model/names.js';
import { ask } from './parameters.js';
import type { LabNode } from '../../lab/context.js';
import { lastPromotion, members } from './cluster.js';
import { containersOf, SCOPE } from './lab-hosts.js';
import { objectIds, type ObjectIds } from './objects.js';

/** Service of a tier on a host; HAProxy and PgBouncer are one service for all. */
const SERVICES = {
  etcd: (node: string) => names.etcdMember(SCOPE, node),
  patroni: (node: string) => names.patroniMember(SCOPE, node),
  haproxy: () => names.haproxy(SCOPE),
  pgbouncer: () => names.pgbouncer(SCOPE),
} as const;

export type ObservedTier = keyof typeof SERVICES;

/** What a restart of anything changes, and what makes objects come and go. */
export interface ClusterPicture {
  /** Running container by node, for each tier; a node without one is not listed. */
  readonly tasks: Readonly<Record<ObservedTier, Readonly<Record<string, string>>>>;
  readonly objects: ObjectIds;
  /** Start of PostgreSQL by member, in seconds since 1970. */
  readonly startedAt: Readonly<Record<string, number>>;
  readonly leader: string;
  /** One more with every change of the leader. */
  readonly timeline: number;
  /** When it became leader, in seconds since 1970; 0 for the first of a cluster. */
  readonly promotedAt: number;
  /** Whom the primary's PostgreSQL waits for at a commit. */
  readonly syncStandbys: readonly string[];
}

/** @param hosts - those that are looked at; one may have no member yet */
export async function clusterPicture(hosts: readonly LabNode[]): Promise<ClusterPicture> {
  const tiers = Object.keys(SERVICES) as ObservedTier[];
  const tasks = Object.fromEntries(
    await Promise.all(tiers.map(async (tier) => [tier, await containersByNode(tier, hosts)])),
  ) as ClusterPicture['tasks'];
  const started = Object.keys(tasks.patroni).map(async (name) => {
    const sql = 'select extract(epoch from pg_postmaster_start_time())';
    return [name, Number(await ask(name, sql))] as const;
  });
  const leading = (await members()).find(({ role }) => role === 'leader');
  return {
    tasks,
    objects: await objectIds(),
    startedAt: Object.fromEntries(await Promise.all(started)),
    leader: leading?.name ?? 'nobody',
    timeline: leading?.timeline ?? 0,
    promotedAt: await lastPromotion(),
    syncStandbys: leading ? await syncStandbysOf(leading.name) : [],
  };
}

async function syncStandbysOf(primary: string): Promise<string[]> {
  const sql = `select application_name from pg_stat_replication where sync_state in ('sync', 'quorum')`;
  return (await ask(primary, sql)).split('\n').filter((name) => name !== '');
}

async function containersByNode(
  tier: ObservedTier,
  hosts: readonly LabNode[],
): Promise<Record<string, string>> {
  const found = hosts.map(async (host) => {
    const [container] = await containersOf(host, SERVICES[tier](host.name));
    return container === undefined ? [] : [[host.name, container] as const];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** Nodes whose task of a tier was started anew, sorted; not those that had none, or have none left. */
export function tasksRestarted(
  tier: ObservedTier,
  before: ClusterPicture,
  after: ClusterPicture,
): string[] {
  return changed(before.tasks[tier], after.tasks[tier]).sort();
}

/** Members whose PostgreSQL was started anew, in the order of their last start. */
export function serversRestarted(before: ClusterPicture, after: ClusterPicture): string[] {
  const at = (name: string) => after.startedAt[name] ?? 0;
  return changed(before.startedAt, after.startedAt).sort((one, other) => at(one) - at(other));
}

function changed(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(after).filter((name) => name in before && before[name] !== after[name]);
}
