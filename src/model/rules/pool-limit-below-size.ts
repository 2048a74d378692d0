import { rule } from './rule.js';

/** The limit of a database counts all its pools, so a pool above it can never fill. */
export const poolLimitBelowSize = rule({
  code: 'POOL_LIMIT_BELOW_SIZE',
  reads: [
    'databases[].pool.max_db_connections',
    'databases[].pool.reserve_pool_size',
    'databases[].pool_size',
    'pgbouncer.default_pool_size',
    'pgbouncer.max_db_connections',
    'pgbouncer.reserve_pool_size',
  ],
  check({ databases, pgbouncer }) {
    return databases.flatMap(({ pool, pool_size }, index) => {
      const limit = pool.max_db_connections ?? pgbouncer.max_db_connections;
      const size = pool_size ?? pgbouncer.default_pool_size ?? 1;
      const reserve = pool.reserve_pool_size ?? pgbouncer.reserve_pool_size ?? 0;
      if (limit === undefined || limit >= size + reserve) return [];
      return {
        at:
          pool.max_db_connections === undefined
            ? 'pgbouncer.max_db_connections'
            : `databases[${index}].pool.max_db_connections`,
        got: `${limit}`,
        need: `${size + reserve} or more: pool size ${size} + reserve ${reserve}`,
        why: 'connections above the limit are never opened, so the pool could not fill',
        fix: `set it to ${size + reserve}, or lower pool_size or reserve_pool_size`,
      };
    });
  },
});
