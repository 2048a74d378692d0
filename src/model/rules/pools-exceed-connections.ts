import { mostOf, planPools } from '../pool-sizes.js';
import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** Pools that the server cannot serve: clients would see "too many clients already" under load. */
export const poolsExceedConnections = rule({
  code: 'POOLS_EXCEED_CONNECTIONS',
  reads: POOL_READS,
  check(config) {
    const { budget, given, sum, taken } = planPools(config);
    const allowed = Math.max(budget, 0);
    if (taken <= allowed) return;
    const most = given.map(mostOf);
    const largest = most.indexOf(Math.max(...most));
    const at = keyOf(config, largest);
    return {
      at,
      got: `${taken} server connections of each PgBouncer${at.startsWith('pgbouncer') ? `, ${most[largest] ?? 0} for each database` : ''}`,
      need: `${allowed} or less: ${sum}`,
      why: 'every node has a PgBouncer of its own, and together they must fit into max_connections',
      fix: 'lower pool sizes, or raise postgresql.parameters.max_connections',
    };
  },
});

/** The key that says how many connections this database may have. */
function keyOf({ databases, pgbouncer }: ClusterConfig, index: number): string {
  const { pool, pool_size } = databases[index] ?? {};
  const own = `databases[${index}]`;
  if (pool?.max_db_connections !== undefined) return `${own}.pool.max_db_connections`;
  if (pgbouncer.max_db_connections !== undefined) return 'pgbouncer.max_db_connections';
  if (pool_size !== undefined) return `${own}.pool_size`;
  if (pgbouncer.default_pool_size !== undefined) return 'pgbouncer.default_pool_size';
  return pool?.reserve_pool_size === undefined
    ? 'pgbouncer.reserve_pool_size'
    : `${own}.pool.reserve_pool_size`;
}
