import type { ClusterConfig } from '../../config/schema/cluster.js';
import { type MemoryBasis, memoryBasis, userInteger } from './tuning-basis.js';
import { memorySizes, SUPERUSER_RESERVE } from './tuning-memory.js';

/** Reconciler, checks, Patroni's own sessions and whoever connects without a pool. */
const OWN_RESERVE = 10;

/** Connections of one PgBouncer for password lookups; a lookup takes about a millisecond. */
export const AUTH_POOL_SIZE = 2;

type PoolSource = Pick<ClusterConfig, 'databases' | 'nodes' | 'pgbouncer' | 'postgresql'>;

/** How the server connections of one PgBouncer are shared. One runs on each node. */
export interface PoolPlan {
  /** For all databases of one PgBouncer; may be negative. */
  readonly budget: number;
  /** How `budget` was worked out, with its numbers. */
  readonly sum: string;
  /** Sizes the file gives, in the order of `databases`. */
  readonly given: readonly (number | undefined)[];
  /** Sum of `given`. */
  readonly taken: number;
  /** Size of each database that `given` leaves open; 0 or less if there is nothing left to share. */
  readonly share: number;
}

/**
 * Plans the pools so that the sum over all PgBouncers and databases is at most `max_connections` less
 * the reserves; what rounding leaves over stays unused.
 */
export function planPools({ databases, nodes, pgbouncer, postgresql }: PoolSource): PoolPlan {
  const basis = memoryBasis({ nodes, postgresql });
  const { maxConnections } = memorySizes(basis);
  const reserved = reservedConnections(basis);
  const each = Math.floor((maxConnections - reserved - OWN_RESERVE) / nodes.length);
  const budget = each - AUTH_POOL_SIZE;
  const given = databases.map((database) => database.pool_size ?? pgbouncer.default_pool_size);
  const taken = given.reduce<number>((total, size) => total + (size ?? 0), 0);
  const open = given.filter((size) => size === undefined).length;
  return {
    budget,
    sum: `(max_connections ${maxConnections} - reserved ${reserved} - own ${OWN_RESERVE}) / ${nodes.length} PgBouncers - ${AUTH_POOL_SIZE} for lookups`,
    given,
    taken,
    share: open > 0 ? Math.floor((budget - taken) / open) : 0,
  };
}

/** Server connections of each database in one PgBouncer, sorted by name. */
export function poolSizes(config: PoolSource): Map<string, number> {
  const { given, share } = planPools(config);
  const sizes = config.databases.map(({ name }, index) => [name, given[index] ?? share] as const);
  return new Map(sizes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Connections that no pool can use: for superusers, and from PostgreSQL 16 on for a role. */
export function reservedConnections(basis: MemoryBasis): number {
  return (
    userInteger(basis, 'superuser_reserved_connections', SUPERUSER_RESERVE) +
    userInteger(basis, 'reserved_connections', 0)
  );
}
