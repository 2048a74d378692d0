import type { ClusterConfig } from '../../config/schema/cluster.js';
import { poolRoom, reservedConnections } from './pool-room.js';
import { memoryBasis, userInteger } from './tuning-basis.js';
import { memorySizes } from './tuning-memory.js';

/** Connections of one PgBouncer for password lookups; a lookup takes about a millisecond. */
export const AUTH_POOL_SIZE = 2;

type PoolSource = Pick<ClusterConfig, 'databases' | 'nodes' | 'pgbouncer' | 'postgresql' | 'swarm'>;

/** Server connections of one database in one PgBouncer, as the file gives them. */
export interface GivenPool {
  /** Of each login's pool; missing if it is to be shared. */
  readonly size?: number | undefined;
  /** On top of that for a pool whose clients wait. */
  readonly reserve: number;
  /** Of all its pools together; missing if it follows from the two. */
  readonly limit?: number | undefined;
}

/** How the server connections of one PgBouncer are shared. One runs on each node. */
export interface PoolPlan {
  /** For all databases of one PgBouncer; may be negative. */
  readonly budget: number;
  /** How `budget` was worked out, with its numbers. */
  readonly sum: string;
  /** What the file gives, in the order of `databases`. */
  readonly given: readonly GivenPool[];
  /** Connections that `given` takes at most. */
  readonly taken: number;
  /** Size of each database that `given` leaves open; 0 or less if there is nothing left to share. */
  readonly share: number;
}

/**
 * Plans the pools so that the sum over all PgBouncers and databases is at most `max_connections` less
 * the reserves; what rounding leaves over stays unused.
 */
export function planPools(config: PoolSource): PoolPlan {
  const { databases, nodes, pgbouncer } = config;
  const basis = memoryBasis(config);
  const { maxConnections } = memorySizes(basis);
  const reserved = reservedConnections((name, otherwise) => userInteger(basis, name, otherwise));
  const room = poolRoom(maxConnections, reserved);
  const budget = Math.floor(room.connections / nodes.length) - AUTH_POOL_SIZE;
  const given = databases.map((database) => givenPool(database, pgbouncer));
  const taken = given.reduce((total, pool) => total + mostOf(pool), 0);
  const open = given.filter(({ size }) => size === undefined).length;
  return {
    budget,
    sum: `(${room.sum}) / ${nodes.length} PgBouncers - ${AUTH_POOL_SIZE} for lookups`,
    given,
    taken,
    share: open > 0 ? Math.floor((budget - taken) / open) : 0,
  };
}

/** Connections that are certain to be taken; an open pool adds its share. */
export function mostOf({ size = 0, reserve, limit }: GivenPool): number {
  return limit ?? size + reserve;
}

/** Pools of one database in one PgBouncer. */
export interface DatabasePools {
  readonly name: string;
  /** Of each login's pool. */
  readonly size: number;
  /** Of all of them. */
  readonly limit: number;
  /** Whether both follow the live `max_connections`, of which they are this database's share. */
  readonly follows: boolean;
}

/** Sorted by name. */
export function poolSizes(config: PoolSource): DatabasePools[] {
  const { given, share } = planPools(config);
  return config.databases
    .map(({ name }, index) => {
      const pool = given[index] ?? { reserve: 0 };
      const size = pool.size ?? share;
      const limit = mostOf({ ...pool, size });
      return { name, size, limit, follows: pool.size === undefined };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function givenPool(
  { pool, pool_size }: ClusterConfig['databases'][number],
  pgbouncer: ClusterConfig['pgbouncer'],
): GivenPool {
  const reserve = pool.reserve_pool_size ?? pgbouncer.reserve_pool_size ?? 0;
  const limit = pool.max_db_connections ?? pgbouncer.max_db_connections;
  const size = pool_size ?? pgbouncer.default_pool_size;
  return { size: size ?? (limit === undefined ? undefined : limit - reserve), reserve, limit };
}
