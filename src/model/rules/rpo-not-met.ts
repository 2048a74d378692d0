import { formatBytes, parseBytes } from '../../core/units.js';
import { rule } from './rule.js';

/** Patroni's own default; its candidates are measured against a position as old as one `loop_wait`. */
const LEAST_BYTES = 1024 ** 2;

/** Replication settings that allow more loss than `availability.rpo`. */
export const rpoNotMet = rule({
  code: 'RPO_NOT_MET',
  reads: [
    'availability.rpo',
    'patroni.dcs.synchronous_mode',
    'patroni.dcs.maximum_lag_on_failover',
  ],
  check({ availability: { rpo }, patroni: { dcs } }) {
    if (rpo === 'zero') {
      if (dcs.synchronous_mode !== false) return;
      return {
        at: 'patroni.dcs.synchronous_mode',
        got: 'false, with rpo: zero',
        need: 'true or quorum: a commit is acknowledged when a second member has it',
        why: 'rows the replicas do not have yet would be lost with the leader',
        fix: 'remove it, or allow a loss: availability.rpo 16MB',
      };
    }
    const allowed = parseBytes(rpo) ?? 0;
    if (allowed < LEAST_BYTES) {
      return {
        at: 'availability.rpo',
        got: rpo,
        need: 'zero, or 1MB or more',
        why: 'Patroni compares with a position as old as one loop_wait: no replica might qualify',
        fix: 'write zero for no loss at all',
      };
    }
    const lag = dcs.maximum_lag_on_failover;
    if (lag === undefined || lag <= allowed) return;
    return {
      at: 'patroni.dcs.maximum_lag_on_failover',
      got: `${lag} bytes`,
      need: `${allowed} or less: rpo ${formatBytes(allowed)}`,
      why: 'a replica that lacks this much could become the leader',
      fix: 'remove it: rpo decides, or raise availability.rpo',
    };
  },
});
