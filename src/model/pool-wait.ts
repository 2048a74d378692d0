import type { ClusterConfig } from '../../config/schema/cluster.js';
import { RTO_SECONDS } from './failover-bound.js';

/**
 * How long a query may wait in a pool for a server, seconds: unless the file says otherwise, as long
 * as `availability.rto` lets a failover last, so that a pooled client waits instead of failing.
 *
 * @see https://www.pgbouncer.org/config.html (query_wait_timeout; PgBouncer's own is 120)
 */
export function poolWaitSeconds({
  availability,
  pgbouncer,
}: Pick<ClusterConfig, 'availability' | 'pgbouncer'>): number {
  return pgbouncer.query_wait_timeout ?? RTO_SECONDS[availability.rto];
}
