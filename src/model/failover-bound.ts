import type { ClusterConfig } from '../../config/schema/cluster.js';
import { detectionTerm } from './expected-gap.js';
import { haTiming, type Rto } from './presets.js';
import { replicationMode } from './replication-mode.js';
import { userBasis, userInteger } from './tuning-basis.js';

/** One part of a sum, with the key that decides it if there is one. */
export interface BoundTerm {
  readonly what: string;
  readonly seconds: number;
  readonly key?: string;
}

/** Longest time without a write after one kind of event. */
export interface WriteGap {
  readonly event: 'host' | 'process' | 'switchover';
  readonly terms: readonly BoundTerm[];
  readonly seconds: number;
}

/** The longest gap each `availability.rto` stands for, in seconds. */
export const RTO_SECONDS: Readonly<Record<Rto, number>> = {
  fast: 35,
  normal: 60,
  safe: 90,
  wide: 180,
};

/** A member asks the others for their position before it leads; a dead one costs the whole timeout. */
const DEAD_MEMBER_SECONDS = 2;

/** `pg_ctl promote` of a replica that has replayed what it received, and the lock taken in etcd. */
const PROMOTION_SECONDS = 1;

/** etcd looks for ended leases twice a second. */
const LEASE_SWEEP_SECONDS = 0.5;

type Source = Pick<
  ClusterConfig,
  'availability' | 'patroni' | 'etcd' | 'haproxy' | 'nodes' | 'postgresql'
>;

/**
 * What each failure costs at worst, worked out from the timers that will run.
 *
 * The sums hold while etcd keeps a quorum, a replica that may lead is there and keeps up with
 * replay, and machines are not starved of CPU. Measured gaps lie below (`docs/benchmarks.md`): a
 * replica is woken as soon as the lock ends and seldom waits a whole `loop_wait`.
 *
 * @see https://github.com/patroni/patroni/blob/v4.1.4/patroni/ha.py (`fetch_node_status`: 2 s)
 * @see https://github.com/etcd-io/etcd/blob/v3.5.16/server/lease/lessor.go (`Promote`: leases start anew)
 */
export function writeGaps(config: Source): WriteGap[] {
  const { ttlSeconds, loopWaitSeconds, primaryStartTimeoutSeconds } = haTiming(config);
  const loop: BoundTerm = {
    what: 'loop_wait',
    seconds: loopWaitSeconds,
    key: 'patroni.dcs.loop_wait',
  };
  const promotion: BoundTerm = { what: 'promotion', seconds: PROMOTION_SECONDS };
  const detection = detectionTerm(config);
  return [
    gap('host', [
      { what: 'ttl', seconds: ttlSeconds, key: 'patroni.dcs.ttl' },
      etcdElection(config),
      loop,
      { what: 'the dead member is asked', seconds: DEAD_MEMBER_SECONDS },
      promotion,
      detection,
    ]),
    gap('process', [
      { ...loop, what: 'loop_wait until it is seen' },
      {
        what: 'primary_start_timeout',
        seconds: primaryStartTimeoutSeconds,
        key: 'patroni.dcs.primary_start_timeout',
      },
      loop,
      promotion,
      detection,
    ]),
    gap('switchover', [stop(config, ttlSeconds), loop, promotion, detection]),
  ];
}

/**
 * With etcd's Raft leader on the same host the lock starts anew, longer by one timeout, when a new
 * Raft leader is there; members stand for it after one to two timeouts.
 */
function etcdElection({ etcd }: Source): BoundTerm {
  const election = etcd['election-timeout'] / 1000;
  return {
    what: `etcd's own election 3 x ${election} + ${LEASE_SWEEP_SECONDS}`,
    seconds: 3 * election + LEASE_SWEEP_SECONDS,
    key: 'etcd.election-timeout',
  };
}

/** Patroni ends a stop that takes too long in sync mode only; a standby that hangs delays any other. */
function stop(config: Source, ttlSeconds: number): BoundTerm {
  const { primary_stop_timeout: limit } = config.patroni.dcs;
  const limited = replicationMode(config).synchronousMode !== false && limit > 0;
  if (!limited) {
    const key = 'postgresql.parameters.wal_sender_timeout';
    const ours = Math.floor(ttlSeconds / 2) * 1000;
    const waits = userInteger(userBasis(config.postgresql), 'wal_sender_timeout', ours);
    return { what: 'stop, wal_sender_timeout', seconds: waits / 1000, key };
  }
  return {
    what: 'stop, primary_stop_timeout',
    seconds: limit,
    key: 'patroni.dcs.primary_stop_timeout',
  };
}

function gap(event: WriteGap['event'], terms: readonly BoundTerm[]): WriteGap {
  return { event, terms, seconds: terms.reduce((sum, { seconds }) => sum + seconds, 0) };
}

/** `ttl 20 + loop_wait 5`. */
export function sumText(terms: readonly BoundTerm[]): string {
  return terms.map(({ what, seconds }) => `${what} ${rounded(seconds)}`).join(' + ');
}

/** Seconds with one decimal at most, rounded up: a bound is never told too small. */
export function rounded(seconds: number): string {
  return `${Math.ceil(seconds * 10 - 1e-6) / 10}`;
}
