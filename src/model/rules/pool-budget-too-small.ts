import { planPools } from '../pool-sizes.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** A database without a server connection would let every client wait until it gives up. */
export const poolBudgetTooSmall = rule({
  code: 'POOL_BUDGET_TOO_SMALL',
  reads: POOL_READS,
  check(config) {
    const { budget, given, share, sum, taken } = planPools(config);
    const open = given.filter(({ size }) => size === undefined).length;
    // Pools that are too large of themselves are another problem.
    if (open === 0 || share >= 1 || taken > Math.max(budget, 0)) return;
    const left = Math.max(budget - taken, 0);
    const sizes = taken === 0 ? '' : `, ${taken} of them given by pool_size`;
    return {
      at: 'databases',
      got: `${open} databases for ${left} server connections of each PgBouncer`,
      need: 'one connection or more for each database on each node',
      why: `${budget} for each: ${sum}${sizes}`,
      fix: 'raise postgresql.parameters.max_connections, or lower pool_size of other databases',
    };
  },
});
