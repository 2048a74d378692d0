/** `superuser_reserved_connections`, which no pool can use. */
export const SUPERUSER_RESERVE = 3;

/** Reconciler, checks, Patroni's own sessions and whoever connects without a pool. */
const OWN_RESERVE = 10;

/**
 * Environment variable of a PgBouncer: among how many of them the room is shared. Together with its
 * `pgbouncer.ini` it says how many connections all their pools need.
 */
export const POOL_SHARES = 'POOL_SHARES';

/** How the server connections that all PgBouncers may take together are worked out. */
export interface PoolRoom {
  /** May be negative. */
  readonly connections: number;
  /** The same with its numbers. */
  readonly sum: string;
}

/** Server connections that all PgBouncers together may take of `max_connections`. */
export function poolRoom(maxConnections: number, reserved: number): PoolRoom {
  return {
    connections: maxConnections - reserved - OWN_RESERVE,
    sum: `max_connections ${maxConnections} - reserved ${reserved} - own ${OWN_RESERVE}`,
  };
}

/**
 * Connections that no pool can use: for superusers, and from PostgreSQL 16 on for a role.
 *
 * @param valueOf - a parameter's whole number, or PostgreSQL's default of it
 */
export function reservedConnections(
  valueOf: (parameter: string, otherwise: number) => number,
): number {
  return (
    valueOf('superuser_reserved_connections', SUPERUSER_RESERVE) +
    valueOf('reserved_connections', 0)
  );
}
