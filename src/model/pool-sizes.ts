import type { ClusterConfig } from '../../config/schema/cluster.js';
import { poolsExceedConnections } from './problems.js';
import { shareConnections } from './share-connections.js';

/** `superuser_reserved_connections`, which no pool can use. */
const SUPERUSER_RESERVE = 3;

/** Reconciler, checks, Patroni's own sessions and whoever connects without a pool. */
const OWN_RESERVE = 10;

/**
 * Server connections of each database in one PgBouncer, sorted by name.
 *
 * One PgBouncer runs on each node, so the sum over all of them and all databases is at most
 * `max_connections` less the reserves.
 *
 * @throws UserError `POOL_BUDGET_TOO_SMALL`, `POOLS_EXCEED_CONNECTIONS`
 */
export function poolSizes(
  config: Pick<ClusterConfig, 'databases' | 'nodes' | 'pgbouncer'>,
  maxConnections: number,
  authPoolSize: number,
): Map<string, number> {
  const { databases, nodes, pgbouncer } = config;
  if (databases.length === 0) return new Map();
  const shared = maxConnections - SUPERUSER_RESERVE - OWN_RESERVE;
  const budget = Math.floor(shared / nodes.length) - authPoolSize;
  const given = databases.map((database) => database.pool_size ?? pgbouncer.default_pool_size);
  const taken = given.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const open = given.filter((size) => size === undefined).length;
  if (taken > budget) throw poolsExceedConnections(taken, Math.max(budget, 0));
  const share = open > 0 ? shareConnections(budget - taken, open) : 0;
  const sizes = databases.map(({ name }, index) => [name, given[index] ?? share] as const);
  return new Map(sizes.sort(([a], [b]) => (a < b ? -1 : 1)));
}
