import type { SqlSession } from '../live/sql.js';
import { sqlName, sqlText } from '../live/sql-text.js';
import { rolePassword } from '../model/role-password.js';
import { hasOptions, roleOptions, type DesiredRole, type RoleOptionsRow } from './role-options.js';
import { scramVerifier, verifierMatches } from './scram-verifier.js';
import { DONE, refuse, type PassContext, type Step } from './step.js';

interface RoleRow extends RoleOptionsRow {
  readonly name: string;
  readonly privileged: boolean;
  readonly verifier: string | null;
}

const READ_ROLES = `
  SELECT rolname AS name, rolcanlogin AS login, rolsuper OR rolreplication AS privileged,
         rolpassword AS verifier, rolconnlimit AS connections,
         extract(epoch FROM rolvaliduntil)::float8 AS until
  FROM pg_authid WHERE rolname = ANY($1)`;

/** Roles we create own what they are given, nothing else. */
const ORDINARY = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** Verifiers are no passwords, but they have no business in logs or statement statistics either. */
const QUIET = [
  'SET LOCAL log_statement = none',
  'SET LOCAL log_min_duration_statement = -1',
  'SET LOCAL log_min_error_statement = panic',
  'SET LOCAL pg_stat_statements.track_utility = off',
];

/** The roles of the file, every database owner and PgBouncer's look-up, each login with its password. */
export const roles: Step = {
  name: 'roles',
  async run(context) {
    const { desired } = context;
    const owners = desired.databases.map(({ owner }) => owner);
    const listed = new Map(desired.roles.map((role) => [role.name, role]));
    const { authUser } = desired.topology.pgbouncer;
    const wanted = [...new Set([...owners, ...listed.keys(), authUser])].sort();
    const session = await context.leaderSql('postgres');
    const rows = (await session.query(READ_ROLES, [wanted])) as unknown as RoleRow[];
    const privileged = rows.find((row) => row.privileged);
    if (privileged) {
      return refuse(`role ${privileged.name} is a superuser or replicates: choose another name`);
    }
    for (const name of wanted) {
      const row = rows.find((candidate) => candidate.name === name);
      await keepRole(context, session, { name, role: listed.get(name), row });
    }
    return DONE;
  },
};

interface KeptRole {
  readonly name: string;
  /** What the file says; undefined for a role that it only names. */
  readonly role: DesiredRole | undefined;
  readonly row: RoleRow | undefined;
}

async function keepRole(
  { roles: secret, log }: PassContext,
  session: SqlSession,
  { name, role, row }: KeptRole,
): Promise<void> {
  const password = rolePassword(secret, name);
  const matches = row !== undefined && (await verifierMatches(row.verifier, password));
  const hasPassword = matches || role?.login === false;
  if (row && hasPassword && hasOptions(role, row)) return;
  const verb = row ? 'ALTER' : 'CREATE';
  const verifier = hasPassword ? '' : ` PASSWORD ${sqlText(await scramVerifier(password))}`;
  const options = [...(row ? [] : [ORDINARY]), roleOptions(role)].join(' ');
  await session.query('BEGIN');
  try {
    for (const setting of QUIET) await session.query(setting);
    await session.query(`${verb} ROLE ${sqlName(name)} ${options}${verifier}`);
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  log(row ? 'role changed' : 'role created', {
    role: name,
    password: hasPassword ? 'kept' : 'set',
  });
}
