import { RTO_SECONDS, rounded, sumText, writeGaps, type WriteGap } from '../failover-bound.js';
import { rtoPresets, type Rto } from '../presets.js';
import { longestElectionMs } from './etcd-election.js';
import { ttlIsEnough } from './ha-ttl.js';
import { rule } from './rule.js';

/** Overrides that let a failure last longer than `availability.rto` stands for. */
export const rtoNotMet = rule({
  code: 'RTO_NOT_MET',
  reads: [
    'nodes[].name',
    'availability',
    'etcd.election-timeout',
    'haproxy.check',
    'patroni.dcs.ttl',
    'patroni.dcs.loop_wait',
    'patroni.dcs.retry_timeout',
    'patroni.dcs.primary_start_timeout',
    'patroni.dcs.primary_stop_timeout',
    'patroni.dcs.synchronous_mode',
    'patroni.dcs.maximum_lag_on_failover',
    'postgresql.version',
    'postgresql.parameters.wal_sender_timeout',
  ],
  check(config) {
    const { nodes, availability, etcd, patroni } = config;
    // Timers that will not run as they stand have a problem of their own.
    const sound = ttlIsEnough(config) && etcd['election-timeout'] <= longestElectionMs(config);
    if (nodes.length === 1 || !sound) return;
    const allowed = RTO_SECONDS[availability.rto];
    const [worst] = writeGaps(config)
      // A switchover is planned: `rto` is about what is not.
      .filter(({ event, seconds }) => event !== 'switchover' && seconds > allowed)
      .toSorted((a, b) => b.seconds - a.seconds);
    if (worst === undefined) return;
    const own = worst.terms
      .toSorted((a, b) => b.seconds - a.seconds)
      .find(({ key }) => key !== undefined && isGiven(key, patroni.dcs));
    const slower = slowerPreset(worst);
    return {
      at: own?.key ?? 'etcd.election-timeout',
      got: `${rounded(worst.seconds)} s until writes go on: ${sumText(worst.terms)}`,
      need: `${allowed} s or less, which rto: ${availability.rto} stands for`,
      why: worst.event === 'host' ? 'a lost host would cost more' : 'a crash would cost more',
      fix:
        slower === undefined
          ? 'lower the largest part of the sum'
          : `lower the largest part of the sum, or set availability.rto to ${slower}`,
    };
  },
});

function isGiven(key: string, dcs: Readonly<Record<string, unknown>>): boolean {
  const name = key.replace('patroni.dcs.', '');
  return name !== key && dcs[name] !== undefined;
}

function slowerPreset({ seconds }: WriteGap): Rto | undefined {
  const presets = Object.keys(rtoPresets) as Rto[];
  return presets.find((rto) => RTO_SECONDS[rto] >= seconds);
}
