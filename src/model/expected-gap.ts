import type { ClusterConfig } from '../../config/schema/cluster.js';
import { checkTiming } from './check-timing.js';
import type { BoundTerm } from './failover-bound.js';

/**
 * From the order to hand over to a promoted replica. Switchovers on the lab left gaps of 1.82, 1.91
 * and 1.98 s with checks 0.25 s apart (`docs/benchmarks.md`), which is this and those checks.
 */
const HANDOVER_SECONDS = 1.7;

/**
 * Stop with its checkpoint and start. A postmaster killed on the lab was back after 2.07 to 3.23 s,
 * crash recovery and checks included (`docs/benchmarks.md`); an orderly restart has none to do.
 */
const RESTART_SECONDS = 3;

type Source = Pick<ClusterConfig, 'availability' | 'haproxy'>;

/** HAProxy asks a member it holds for down every `downinter`, then every `fastinter` until `rise`. */
export function detectionTerm(config: Source): BoundTerm {
  const check = checkTiming(config);
  return {
    what: 'HAProxy sees the new primary',
    seconds: (check.downinterMs + (check.rise - 1) * check.fastinterMs) / 1000,
  };
}

/** The write gap of one planned handover as a rule; `writeGaps` tells the longest. */
export function expectedHandover(config: Source): BoundTerm[] {
  return [{ what: 'Patroni hands over', seconds: HANDOVER_SECONDS }, detectionTerm(config)];
}

/** The write gap of a primary that is restarted where it is. */
export function expectedRestart(config: Source): BoundTerm[] {
  return [
    { what: 'PostgreSQL stops and starts', seconds: RESTART_SECONDS },
    { ...detectionTerm(config), what: 'HAProxy sees the primary again' },
  ];
}
