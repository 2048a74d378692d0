import type { SqlSession } from './sql.js';

/** Bytes that a copy of this server takes: its databases and the WAL it has now. */
export async function cloneSize(session: SqlSession): Promise<number> {
  const [row] = await session.query(
    `SELECT (SELECT sum(pg_database_size(oid)) FROM pg_database)
          + (SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()) AS bytes`,
  );
  return Number(row?.['bytes']);
}
