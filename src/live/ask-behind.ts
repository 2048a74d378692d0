import { sqlConnect, withSql, type SqlRow, type SqlTarget } from './sql.js';

/** First row of an answer from behind an address; undefined if there is none within the time. */
export type AskBehind = (host: string, withinMs: number) => Promise<SqlRow | undefined>;

/** @param login - how PgBouncer itself comes in there */
export function askBehind(login: Omit<SqlTarget, 'host'>, statement: string): AskBehind {
  return async (host, withinMs) => {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(resolve, withinMs, undefined).unref();
    });
    const answer = withSql(sqlConnect, { ...login, host }, (session) => session.query(statement));
    const rows = await Promise.race([answer.catch(() => undefined), late]);
    return rows?.[0];
  };
}
