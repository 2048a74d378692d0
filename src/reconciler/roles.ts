import type { SqlSession } from '../live/sql.js';
import { sqlName, sqlText } from '../live/sql-text.js';
import { rolePassword } from '../model/role-password.js';
import { scramVerifier, verifierMatches } from './scram-verifier.js';
import { DONE, refuse, type PassContext, type Step } from './step.js';

interface RoleRow {
  readonly name: string;
  readonly login: boolean;
  readonly privileged: boolean;
  readonly verifier: string | null;
}

const READ_ROLES = `
  SELECT rolname AS name, rolcanlogin AS login, rolsuper OR rolreplication AS privileged,
         rolpassword AS verifier
  FROM pg_authid WHERE rolname = ANY($1)`;

/** Roles we create may log in and own what they are given, nothing else. */
const ORDINARY = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** Verifiers are no passwords, but they have no business in logs or statement statistics either. */
const QUIET = [
  'SET LOCAL log_statement = none',
  'SET LOCAL log_min_duration_statement = -1',
  'SET LOCAL log_min_error_statement = panic',
  'SET LOCAL pg_stat_statements.track_utility = off',
];

/** A login role for every database owner and for PgBouncer's look-up, each with its password. */
export const roles: Step = {
  name: 'roles',
  async run(context) {
    const { desired } = context;
    const owners = desired.databases.map(({ owner }) => owner);
    const wanted = [...new Set([...owners, desired.topology.pgbouncer.authUser])].sort();
    const session = await context.leaderSql('postgres');
    const rows = (await session.query(READ_ROLES, [wanted])) as unknown as RoleRow[];
    const privileged = rows.find((row) => row.privileged);
    if (privileged) {
      return refuse(
        `role ${privileged.name} is a superuser or replicates: it cannot own a database`,
      );
    }
    for (const name of wanted) {
      const row = rows.find((candidate) => candidate.name === name);
      await keepRole(context, session, name, row);
    }
    return DONE;
  },
};

async function keepRole(
  { roles: secret, log }: PassContext,
  session: SqlSession,
  name: string,
  row: RoleRow | undefined,
): Promise<void> {
  const password = rolePassword(secret, name);
  const matches = row !== undefined && (await verifierMatches(row.verifier, password));
  if (row?.login && matches) return;
  const verb = row ? 'ALTER' : 'CREATE';
  const verifier = matches ? '' : ` PASSWORD ${sqlText(await scramVerifier(password))}`;
  const options = row ? 'LOGIN' : ORDINARY;
  await session.query('BEGIN');
  try {
    for (const setting of QUIET) await session.query(setting);
    await session.query(`${verb} ROLE ${sqlName(name)} ${options}${verifier}`);
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  log(row ? 'role changed' : 'role created', { role: name, password: matches ? 'kept' : 'set' });
}
