import { names } from '../../src/model/names.js';
import { ask } from './parameters.js';
import { lastPromotion, members } from './cluster.js';
import { containersOf, lab, SCOPE } from './lab-hosts.js';

/** Service of a tier on a host; HAProxy and PgBouncer are one service for all. */
const SERVICES = {
  etcd: (node: string) => names.etcdMember(SCOPE, node),
  patroni: (node: string) => names.patroniMember(SCOPE, node),
  haproxy: () => names.haproxy(SCOPE),
  pgbouncer: () => names.pgbouncer(SCOPE),
} as const;

export type ObservedTier = keyof typeof SERVICES;

/** What a restart of anything changes. */
export interface ClusterPicture {
  /** Running container by node, for each tier. */
  readonly tasks: Readonly<Record<ObservedTier, Readonly<Record<string, string>>>>;
  /** Start of PostgreSQL by member, in seconds since 1970. */
  readonly startedAt: Readonly<Record<string, number>>;
  readonly leader: string;
  /** One more with every change of the leader. */
  readonly timeline: number;
  /** When it became leader, in seconds since 1970; 0 for the first of a cluster. */
  readonly promotedAt: number;
}

export async function clusterPicture(): Promise<ClusterPicture> {
  const tiers = Object.keys(SERVICES) as ObservedTier[];
  const tasks = tiers.map(async (tier) => [tier, await containersByNode(tier)] as const);
  const started = lab.nodes.map(async ({ name }) => {
    const sql = 'select extract(epoch from pg_postmaster_start_time())';
    return [name, Number(await ask(name, sql))] as const;
  });
  const leading = (await members()).find(({ role }) => role === 'leader');
  return {
    tasks: Object.fromEntries(await Promise.all(tasks)) as ClusterPicture['tasks'],
    startedAt: Object.fromEntries(await Promise.all(started)),
    leader: leading?.name ?? 'nobody',
    timeline: leading?.timeline ?? 0,
    promotedAt: await lastPromotion(),
  };
}

async function containersByNode(tier: ObservedTier): Promise<Record<string, string>> {
  const found = lab.nodes.map(async (host) => {
    const [container = 'none'] = await containersOf(host, SERVICES[tier](host.name));
    return [host.name, container] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Nodes whose task of a tier was started anew, sorted. */
export function tasksRestarted(
  tier: ObservedTier,
  before: ClusterPicture,
  after: ClusterPicture,
): string[] {
  return lab.nodes
    .map(({ name }) => name)
    .filter((name) => before.tasks[tier][name] !== after.tasks[tier][name])
    .sort();
}

/** Members whose PostgreSQL was started anew, in the order of their last start. */
export function serversRestarted(before: ClusterPicture, after: ClusterPicture): string[] {
  const at = (name: string) => after.startedAt[name] ?? 0;
  return Object.keys(after.startedAt)
    .filter((name) => before.startedAt[name] !== after.startedAt[name])
    .sort((one, other) => at(one) - at(other));
}
