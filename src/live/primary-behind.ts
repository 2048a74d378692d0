import { sqlConnect, withSql, type SqlTarget } from './sql.js';

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
  return async (host, withinMs) => {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(resolve, withinMs, undefined).unref();
    });
    const answer = withSql(sqlConnect, { ...login, host }, (session) => session.query(WHO));
    const rows = await Promise.race([answer.catch(() => undefined), late]);
    const [row] = rows ?? [];
    return row?.['replica'] === false ? String(row['postmaster']) : undefined;
  };
}
