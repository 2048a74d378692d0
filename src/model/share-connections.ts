import { poolBudgetTooSmall } from './problems.js';

/**
 * Shares one PgBouncer's server connections among the pooled databases.
 *
 * The sum never exceeds `budget`; what rounding leaves over stays unused.
 *
 * @param budget - connections it may open, reserve and fixed pools already taken off
 * @param count - databases that share them evenly
 * @returns pool size of each, 1 or more
 * @throws UserError `POOL_BUDGET_TOO_SMALL` if a database would get no connection
 */
export function shareConnections(budget: number, count: number): number {
  const size = Math.floor(budget / count);
  if (size < 1) throw poolBudgetTooSmall(budget, count);
  return size;
}
