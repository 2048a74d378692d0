import type { SqlRow, SqlSession } from '../live/sql.js';
import { sqlName, sqlText } from '../live/sql-text.js';
import { DONE, type Step } from './step.js';

/** Verifier of one ordinary login that has not expired; no row for anybody else. */
const BODY = `
  SELECT a.rolname::text, a.rolpassword
  FROM pg_catalog.pg_authid a
  WHERE a.rolname = i_username AND a.rolcanlogin AND NOT a.rolsuper AND NOT a.rolreplication
    AND (a.rolvaliduntil IS NULL OR a.rolvaliduntil > pg_catalog.now())
`;

/** With its settings, as `pg_proc` shows them: a caller's search path must not reach the body. */
const SETTINGS = ['search_path=pg_catalog, pg_temp'];

const READ_FUNCTION = `
  SELECT p.prosrc AS body, p.prosecdef AS definer, p.proconfig AS settings,
         has_function_privilege('public', p.oid, 'EXECUTE') AS open_to_all,
         has_function_privilege($1, p.oid, 'EXECUTE') AND has_schema_privilege($1, n.oid, 'USAGE')
           AS granted
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'pgbouncer' AND p.proname = 'user_lookup'
    AND pg_get_function_identity_arguments(p.oid) = 'i_username text'`;

/**
 * The function PgBouncer asks for a client's verifier, callable by its look-up role alone.
 *
 * @see https://www.pgbouncer.org/config.html (auth_query)
 */
export const poolerAuth: Step = {
  name: 'pooler-auth',
  async run({ desired, leaderSql, log }) {
    const { authUser, authDatabase } = desired.topology.pgbouncer;
    const session = await leaderSql(authDatabase);
    const [row] = await session.query(READ_FUNCTION, [authUser]);
    if (row && isAsWanted(row)) return DONE;
    await createLookup(session, authUser);
    log('pooler look-up function created', { database: authDatabase, role: authUser });
    return DONE;
  },
};

function isAsWanted(row: SqlRow): boolean {
  const settings = JSON.stringify(row['settings']) === JSON.stringify(SETTINGS);
  const rights = row['granted'] === true && row['open_to_all'] === false;
  return row['body'] === BODY && row['definer'] === true && settings && rights;
}

/** One transaction: between creating and revoking, nobody else may call it. */
async function createLookup(session: SqlSession, authUser: string): Promise<void> {
  const lookup = 'pgbouncer.user_lookup(text)';
  const statements = [
    'BEGIN',
    'CREATE SCHEMA IF NOT EXISTS pgbouncer',
    'REVOKE ALL ON SCHEMA pgbouncer FROM PUBLIC',
    `CREATE OR REPLACE FUNCTION pgbouncer.user_lookup(i_username text)
       RETURNS TABLE (uname text, phash text) LANGUAGE sql STABLE SECURITY DEFINER
       SET search_path = pg_catalog, pg_temp AS ${sqlText(BODY)}`,
    `REVOKE ALL ON FUNCTION ${lookup} FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA pgbouncer TO ${sqlName(authUser)}`,
    `GRANT EXECUTE ON FUNCTION ${lookup} TO ${sqlName(authUser)}`,
    'COMMIT',
  ];
  for (const statement of statements) await session.query(statement);
}
