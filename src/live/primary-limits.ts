import { askBehind } from './ask-behind.js';
import type { SqlTarget } from './sql.js';

/** Connections that a primary has now, whatever its files say. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly superuserReserved: number;
  /** For a role, from PostgreSQL 16 on. */
  readonly reserved: number;
}

/** @returns undefined if nothing there takes writes within the time */
export type PrimaryLimits = (
  address: string,
  withinMs: number,
) => Promise<ConnectionLimits | undefined>;

const LIMITS = `
  SELECT current_setting('max_connections')::int AS max_connections,
         current_setting('superuser_reserved_connections')::int AS superuser_reserved,
         coalesce(current_setting('reserved_connections', true), '0')::int AS reserved
  WHERE NOT pg_is_in_recovery()`;

/** @param login - how PgBouncer itself comes in there */
export function primaryLimits(login: Omit<SqlTarget, 'host'>): PrimaryLimits {
  const ask = askBehind(login, LIMITS);
  return async (address, withinMs) => {
    const row = await ask(address, withinMs);
    return (
      row && {
        maxConnections: Number(row['max_connections']),
        superuserReserved: Number(row['superuser_reserved']),
        reserved: Number(row['reserved']),
      }
    );
  };
}
