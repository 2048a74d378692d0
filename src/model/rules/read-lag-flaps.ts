import { parseBytes } from '../../core/units.js';
import { rule } from './rule.js';

const LEAST_BYTES = 16 * 1024 ** 2;

/** Patroni measures lag against a position as old as one `loop_wait`. */
export const readLagFlaps = rule({
  code: 'READ_LAG_FLAPS',
  reads: ['haproxy.read_max_lag'],
  check({ haproxy }) {
    const bytes = parseBytes(haproxy.read_max_lag) ?? LEAST_BYTES;
    if (bytes >= LEAST_BYTES) return;
    return {
      at: 'haproxy.read_max_lag',
      got: haproxy.read_max_lag,
      need: '16MB or more, one WAL segment',
      why: 'the position it is measured against is refreshed once per loop_wait: replicas would come and go',
      fix: 'set it to 16MB',
    };
  },
});
