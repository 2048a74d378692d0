import { askBehind } from './ask-behind.js';
import type { SqlTarget } from './sql.js';

/**
 * Names the postmaster that takes writes behind an address: the same name is the same start of the
 * same server.
 *
 * @returns undefined if nothing there takes writes within the time
 */
export type PrimaryBehind = (address: string, withinMs: number) => Promise<string | undefined>;

const WHO = `
  SELECT pg_is_in_recovery() AS replica,
         concat_ws(' ', inet_server_addr(), pg_postmaster_start_time()) AS postmaster`;

/** @param login - how PgBouncer itself comes in there */
export function primaryBehind(login: Omit<SqlTarget, 'host'>): PrimaryBehind {
  const ask = askBehind(login, WHO);
  return async (host, withinMs) => {
    const row = await ask(host, withinMs);
    return row?.['replica'] === false ? String(row['postmaster']) : undefined;
  };
}
