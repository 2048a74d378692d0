import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import type { SqlRow, SqlSession } from '../../src/live/sql.js';
import { databases } from '../../src/reconciler/databases.js';
import type { DesiredRole } from '../../src/reconciler/role-options.js';
import { roleRights } from '../../src/reconciler/role-rights.js';
import { roles } from '../../src/reconciler/roles.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import { context, desired, FakeSql } from '../reconciler/factories.js';

const MINUTES = 3 * 60_000;

const readers: DesiredRole = {
  name: 'readers',
  login: false,
  memberOf: ['pg_read_all_data'],
  connect: [],
  parameters: {},
};

const report: DesiredRole = {
  name: 'report',
  login: true,
  connectionLimit: 5,
  validUntil: '2027-01-31',
  memberOf: ['readers', 'pg_monitor'],
  connect: ['project'],
  parameters: {
    'app.tenant': "o'brien",
    default_transaction_read_only: 'on',
    search_path: '"$user", app',
    work_mem: '64MB',
  },
};

const project: DesiredState['databases'][number] = {
  name: 'project',
  owner: 'project_owner',
  extensions: [],
  connectionLimit: 50,
  parameters: { search_path: 'app, public', statement_timeout: '5min' },
};

/** Runs the steps on a real session; answers what they changed, by the first word. */
async function changes(session: SqlSession, state: DesiredState): Promise<string[]> {
  const statements: string[] = [];
  const recorded: SqlSession = {
    ...session,
    query: (text, values) => {
      statements.push(text.trim());
      return session.query(text, values);
    },
  };
  const leaderSql = () => Promise.resolve(recorded);
  for (const step of [roles, databases, roleRights]) {
    const made = context(new FakeSql(), { desired: state, leaderSql });
    expect(await step.run(made)).toEqual({ kind: 'done' });
  }
  return statements.filter((text) => /^(CREATE|ALTER|GRANT|REVOKE)/.test(text));
}

test.each(majors)(
  'PostgreSQL %i takes every role and database as the file says, and a second pass changes nothing',
  async (major) => {
    const server = await startPostgres(major);
    const client = await server.connect();
    const session: SqlSession = {
      query: async (text, values = []) => (await client.query<SqlRow>(text, [...values])).rows,
      close: () => Promise.resolve(),
    };
    const one = async (text: string) => (await client.query(text)).rows[0] as object;
    try {
      await changes(session, desired([project], [readers, report]));
      expect(
        await one(`SELECT rolcanlogin, rolconnlimit, rolsuper, rolvaliduntil = '2027-01-31Z' AS until,
                          pg_has_role('report', 'pg_read_all_data', 'usage') AS reads,
                          has_database_privilege('report', 'project', 'connect') AS connects
                   FROM pg_roles WHERE rolname = 'report'`),
      ).toEqual({
        ...{ rolcanlogin: true, rolconnlimit: 5, rolsuper: false },
        ...{ until: true, reads: true, connects: true },
      });
      expect(await changes(session, desired([project], [readers, report]))).toEqual([]);

      const less = { ...report, memberOf: ['readers'], connect: [], parameters: {} };
      const bare = { name: 'project', owner: 'project_owner', extensions: [] };
      expect((await changes(session, desired([bare], [readers, less]))).length).toBeGreaterThan(0);
      expect(await one('SELECT count(*)::int AS left FROM pg_db_role_setting')).toEqual({
        left: 0,
      });
      expect(
        await one(`SELECT pg_has_role('report', 'pg_monitor', 'usage') AS monitors,
                          has_database_privilege('report', 'project', 'connect') AS connects`),
      ).toEqual({ monitors: false, connects: false });
      expect(await changes(session, desired([bare], [readers, less]))).toEqual([]);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  MINUTES,
);
