import type { ClusterConfig } from '../../config/schema/cluster.js';
import { formatBytes } from '../core/units.js';
import { haSeconds } from './presets.js';
import { replicationMode } from './replication-mode.js';

type Source = Pick<ClusterConfig, 'availability' | 'patroni' | 'nodes'>;

/** What a failover may cost of the acknowledged rows, in words with the numbers that decide it. */
export function lossBound(config: Source): string {
  const { nodes, patroni } = config;
  const { maximumLagOnFailoverBytes, synchronousMode } = replicationMode(config);
  if (nodes.length === 1) return 'what the only disk loses: there is no second member';
  if (synchronousMode === false) {
    const loopWait = haSeconds(config, 'loopWaitSeconds');
    return `maximum_lag_on_failover ${formatBytes(maximumLagOnFailoverBytes)} + the WAL of one loop_wait, ${loopWait} s`;
  }
  return patroni.dcs.synchronous_mode_strict
    ? 'none; writes stop without a sync standby'
    : 'none while a sync standby exists; without one the primary goes on alone';
}
