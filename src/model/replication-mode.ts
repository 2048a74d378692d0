import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';
import type { DynamicSettings } from './patroni-model.js';

const DEFAULT_LAG_BYTES = 1024 ** 2;

/**
 * Replication by intent: no loss needs a sync standby, an allowance in bytes does not.
 *
 * One member alone never waits for a standby, whatever the file says: none will come.
 */
export function replicationMode(
  config: Pick<ClusterConfig, 'availability' | 'nodes' | 'patroni'>,
): Pick<DynamicSettings, 'synchronousMode' | 'maximumLagOnFailoverBytes'> {
  const { availability, nodes, patroni } = config;
  const lossless = availability.rpo === 'zero';
  const allowedBytes = lossless ? undefined : parseBytes(availability.rpo);
  return {
    synchronousMode: nodes.length > 1 && (patroni.dcs.synchronous_mode ?? lossless),
    maximumLagOnFailoverBytes:
      patroni.dcs.maximum_lag_on_failover ?? allowedBytes ?? DEFAULT_LAG_BYTES,
  };
}
