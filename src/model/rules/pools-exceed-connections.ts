import { planPools } from '../pool-sizes.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** Pools that the server cannot serve: clients would see "too many clients already" under load. */
export const poolsExceedConnections = rule({
  code: 'POOLS_EXCEED_CONNECTIONS',
  reads: POOL_READS,
  check(config) {
    const { databases, pgbouncer } = config;
    const { budget, given, sum, taken } = planPools(config);
    const most = Math.max(budget, 0);
    if (taken <= most) return;
    const largest = given.indexOf(Math.max(...given.map((size) => size ?? 0)));
    const own = databases[largest]?.pool_size !== undefined;
    const byDefault = `default_pool_size ${pgbouncer.default_pool_size ?? ''}`;
    return {
      at: own ? `databases[${largest}].pool_size` : 'pgbouncer.default_pool_size',
      got: `${taken} server connections of each PgBouncer${own ? '' : `, ${byDefault} for each database`}`,
      need: `${most} or less: ${sum}`,
      why: 'every node has a PgBouncer of its own, and together they must fit into max_connections',
      fix: 'lower pool sizes, or raise postgresql.parameters.max_connections',
    };
  },
});
