import type { ClusterRecord, ServiceTier } from '../model/record/cluster-record.js';
import type { Finding, MemberOrder, Severity, WriteGap } from './finding.js';

/** What touching members does, as far as it is the same for every cause. */
export type Effect = Pick<Finding, 'severity' | 'members' | 'clients'> & {
  readonly tier?: ServiceTier;
  readonly order?: MemberOrder;
  readonly writeGap?: WriteGap;
};

const NOTHING_SEEN = 'none notices';

/** Nodes of a tier's services, sorted. */
export function nodesOf({ services }: ClusterRecord, tier: ServiceTier): string[] {
  return [
    ...new Set(services.filter((one) => one.tier === tier).flatMap(({ nodes }) => nodes)),
  ].sort();
}

export function nothing(severity: 'none' | 'live' = 'none'): Effect {
  return { severity, members: [], clients: NOTHING_SEEN };
}

export function reload(record: ClusterRecord): Effect {
  return {
    severity: 'reload',
    members: nodesOf(record, 'patroni'),
    order: 'all at once',
    clients: 'sessions go on',
  };
}

/** PostgreSQL restarts on every member, in place but for the leader's handing over. */
export function restartByHandover(record: ClusterRecord): Effect {
  const members = nodesOf(record, 'patroni');
  if (members.length < 2) return restartInPlace(record, members);
  return {
    severity: 'handover',
    members,
    order: 'replicas first, then the leader',
    writeGap: gapOf(record.timing.handover),
    clients: clientsOf(record, gapOf(record.timing.handover)),
  };
}

/** The primary restarts where it is, then the replicas. */
export function restartPrimaryFirst(record: ClusterRecord): Effect {
  return restartInPlace(record, nodesOf(record, 'patroni'));
}

function restartInPlace(record: ClusterRecord, members: readonly string[]): Effect {
  const writeGap = gapOf(record.timing.restart);
  return {
    severity: 'interruption',
    members,
    order: 'the primary first',
    writeGap,
    clients: clientsOf(record, writeGap),
  };
}

/** The tasks of a tier on these nodes restart, as Swarm does it: one after another. */
export function taskRestart(
  record: ClusterRecord,
  tier: ServiceTier,
  nodes: readonly string[],
): Effect {
  const members = [...new Set(nodes)].sort();
  return { ...restartOf(record, tier, members), tier };
}

function restartOf(record: ClusterRecord, tier: ServiceTier, members: readonly string[]): Effect {
  switch (tier) {
    case 'etcd':
      return etcdRestart(record, members);
    case 'patroni':
      return memberRestart(record, members);
    case 'haproxy':
      return edgeRestart(members, 'connections through the HAProxy of a host end with its restart');
    case 'pgbouncer':
      return edgeRestart(members, 'pooled connections of a host end with the restart there');
    case 'reconciler':
      return nothing();
  }
}

function etcdRestart(record: ClusterRecord, members: readonly string[]): Effect {
  const alone = nodesOf(record, 'etcd').length < 2;
  return {
    severity: alone ? 'interruption' : 'member restart',
    members,
    order: 'one by one',
    clients: alone
      ? 'writes go on while every member answers the primary (failsafe_mode)'
      : NOTHING_SEEN,
  };
}

function memberRestart(record: ClusterRecord, members: readonly string[]): Effect {
  if (nodesOf(record, 'patroni').length < 2) return restartInPlace(record, members);
  const writeGap = gapOf(record.timing.handover);
  return {
    severity: 'handover',
    members,
    order: 'one by one',
    writeGap,
    clients: clientsOf(record, writeGap),
  };
}

function edgeRestart(members: readonly string[], clients: string): Effect {
  return {
    severity: 'interruption' satisfies Severity,
    members,
    order: 'one by one',
    clients: `${clients}; a client with several hosts in its address reconnects to the next`,
  };
}

export function gapOf(terms: WriteGap['terms']): WriteGap {
  const sum = terms.reduce((all, { seconds }) => all + seconds, 0);
  return { seconds: Math.round(sum * 100) / 100, terms };
}

function clientsOf({ timing }: ClusterRecord, { seconds }: WriteGap): string {
  const wait = timing.poolWaitSeconds;
  const pooled =
    wait === 0 || wait > seconds
      ? `new queries of pooled clients wait (query_wait_timeout ${wait} s)`
      : `queries of pooled clients fail after query_wait_timeout ${wait} s`;
  return `connections to the primary end once; ${pooled}`;
}
