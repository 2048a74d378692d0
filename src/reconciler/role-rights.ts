import { sqlName } from '../live/sql-text.js';
import { keepSettings } from './session-settings.js';
import { DONE, type Step } from './step.js';

/** Grants of other grantors are theirs to take back. */
const READ_MEMBERSHIPS = `
  SELECT m.rolname AS member, r.rolname AS role, bool_or(u.rolname = current_user) AS ours
  FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
    JOIN pg_roles u ON u.oid = a.grantor
  WHERE m.rolname = ANY($1) GROUP BY m.rolname, r.rolname`;

const READ_CONNECTS = `
  SELECT d.datname AS database, r.rolname AS role
  FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) g JOIN pg_roles r ON r.oid = g.grantee
  WHERE g.privilege_type = 'CONNECT' AND r.oid <> d.datdba AND r.rolname = ANY($1)`;

const READ_SETTINGS = `
  SELECT r.rolname AS role, s.setconfig AS settings
  FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole
  WHERE s.setdatabase = 0 AND r.rolname = ANY($1)`;

interface MembershipRow {
  readonly member: string;
  readonly role: string;
  readonly ours: boolean;
}

/**
 * Memberships, databases and session parameters of the roles the file lists, exactly as it says.
 *
 * Of the databases only those of the file are looked at; the roles and databases exist already.
 */
export const roleRights: Step = {
  name: 'role-rights',
  async run({ desired, leaderSql, log }) {
    if (desired.roles.length === 0) return DONE;
    const session = await leaderSql('postgres');
    const names = [desired.roles.map(({ name }) => name)];
    const members = (await session.query(READ_MEMBERSHIPS, names)) as unknown as MembershipRow[];
    const connects = await session.query(READ_CONNECTS, names);
    const settings = await session.query(READ_SETTINGS, names);
    const databases = desired.databases.map(({ name }) => name);
    for (const { name, memberOf, connect, parameters } of desired.roles) {
      const role = sqlName(name);
      const has = members.filter(({ member }) => member === name);
      const open = connects.filter((row) => row['role'] === name).map((row) => row['database']);
      const stored = settings.find((row) => row['role'] === name)?.['settings'];
      const statements = [
        ...memberOf
          .filter((group) => !has.some((row) => row.role === group))
          .map((group) => `GRANT ${sqlName(group)} TO ${role}`),
        ...has
          .filter((row) => row.ours && !memberOf.includes(row.role))
          .map((row) => `REVOKE ${sqlName(row.role)} FROM ${role}`),
        ...connect
          .filter((database) => !open.includes(database))
          .map((database) => `GRANT CONNECT ON DATABASE ${sqlName(database)} TO ${role}`),
        ...databases
          .filter((database) => open.includes(database) && !connect.includes(database))
          .map((database) => `REVOKE CONNECT ON DATABASE ${sqlName(database)} FROM ${role}`),
      ];
      for (const statement of statements) await session.query(statement);
      const set = await keepSettings(session, `ROLE ${role}`, parameters, stored as string[]);
      if (statements.length === 0 && set.length === 0) continue;
      log('rights of a role changed', { role: name, statements, parameters: set });
    }
    return DONE;
  },
};
