import { planPools } from '../pool-sizes.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** PgBouncer caps the minimum at the size without a word. */
export const poolMinimum = rule({
  code: 'POOL_MINIMUM',
  reads: [...POOL_READS, 'pgbouncer.min_pool_size', 'databases[].pool.min_pool_size'],
  check(config) {
    const { given, share } = planPools(config);
    const { min_pool_size: common } = config.pgbouncer;
    return config.databases.flatMap(({ pool }, index) => {
      const minimum = pool.min_pool_size ?? common ?? 0;
      const size = given[index]?.size ?? share;
      // No room for a pool at all is another problem.
      if (size < 1 || minimum <= size) return [];
      const own = pool.min_pool_size !== undefined;
      return {
        at: own ? `databases[${index}].pool.min_pool_size` : 'pgbouncer.min_pool_size',
        got: `${minimum} server connections kept open`,
        need: `${size} or less, the size of the pool`,
        why: 'a pool never has more connections than its size',
        fix: `set it to ${size} or less, or raise pool_size`,
      };
    });
  },
});
