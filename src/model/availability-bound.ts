import type { ClusterConfig } from '../../config/schema/cluster.js';
import { RTO_SECONDS, sumText, rounded, writeGaps, type WriteGap } from './failover-bound.js';
import { lossBound } from './loss-bound.js';
import type { Rto } from './presets.js';

/** What `availability` promises and what the settings that follow from it work out to. */
export interface AvailabilityBound {
  readonly rto: Rto;
  /** Longest gap that `rto` stands for. */
  readonly allowedSeconds: number;
  readonly gaps: readonly WriteGap[];
  readonly rpo: string;
  /** Acknowledged rows a failover may cost. */
  readonly loss: string;
}

export function availabilityBound(config: ClusterConfig): AvailabilityBound {
  const { rto, rpo } = config.availability;
  return {
    rto,
    allowedSeconds: RTO_SECONDS[rto],
    // A cluster of one has nobody to fail over to.
    gaps: config.nodes.length > 1 ? writeGaps(config) : [],
    rpo,
    loss: lossBound(config),
  };
}

const EVENTS: Readonly<Record<WriteGap['event'], string>> = {
  host: 'host lost',
  process: 'PostgreSQL dies',
  switchover: 'switchover',
};

/** One line for each kind of failure, its sum worked out, and one for what may be lost. */
export function availabilityLines(bound: AvailabilityBound): string[] {
  const { allowedSeconds, gaps, loss, rpo, rto } = bound;
  const writes = gaps.map(
    ({ event, seconds, terms }) =>
      `${EVENTS[event].padEnd(16)} no writes for ${rounded(seconds)} s at most: ${sumText(terms)}`,
  );
  return [
    `rto ${rto}`.padEnd(16) + ` ${allowedSeconds} s`,
    ...writes,
    `rpo ${rpo}`.padEnd(16) + ` ${loss}`,
  ];
}
