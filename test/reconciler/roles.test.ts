import { expect, test } from 'vitest';
import { rolePassword } from '../../src/model/role-password.js';
import type { DesiredRole } from '../../src/reconciler/role-options.js';
import { roleRights } from '../../src/reconciler/role-rights.js';
import { roles } from '../../src/reconciler/roles.js';
import { scramVerifier } from '../../src/reconciler/scram-verifier.js';
import { context, desired, FakeSql } from './factories.js';

const role = (changes: Partial<DesiredRole> = {}): DesiredRole => ({
  name: 'report',
  login: true,
  memberOf: [],
  connect: [],
  parameters: {},
  ...changes,
});

const wanting = (...listed: DesiredRole[]) => ({ desired: desired([], listed) });

async function row(name: string, changes: object = {}) {
  const verifier = await scramVerifier(rolePassword({ key: 'test-key' }, name));
  const options = { login: true, connections: -1, until: null, privileged: false };
  return { name, verifier, ...options, ...changes };
}

async function changesOf(listed: DesiredRole, found: object): Promise<string[]> {
  const rows = [await row('pgbouncer_auth'), { ...(await row('report')), ...found }];
  const sql = new FakeSql({ pg_authid: rows });
  await roles.run(context(sql, wanting(listed)));
  return sql.statements.filter((text) => / ROLE /.test(text));
}

test('a listed role is born with its limits, and without a password if it may not log in', async () => {
  const sql = new FakeSql({ pg_authid: [await row('pgbouncer_auth')] });
  await roles.run(context(sql, wanting(role({ login: false, connectionLimit: 5 }))));
  expect(sql.statements.filter((text) => / ROLE /.test(text))).toEqual([
    'CREATE ROLE "report" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS' +
      " NOLOGIN CONNECTION LIMIT 5 VALID UNTIL 'infinity'",
  ]);
});

test('what is as the file says is left alone, and a key that is gone goes back to its default', async () => {
  const limited = role({ connectionLimit: 5, validUntil: '2027-01-31' });
  const until = Date.UTC(2027, 0, 31) / 1000;
  expect(await changesOf(limited, { connections: 5, until })).toEqual([]);
  expect(await changesOf(role(), { connections: 5, until })).toEqual([
    `ALTER ROLE "report" LOGIN CONNECTION LIMIT -1 VALID UNTIL 'infinity'`,
  ]);
  expect(await changesOf(role(), { until: Infinity })).toEqual([]);
});

test('memberships and databases become exactly those of the file, grants of others stay', async () => {
  const sql = new FakeSql({
    pg_auth_members: [
      { member: 'report', role: 'pg_monitor', ours: true },
      { member: 'report', role: 'old', ours: true },
      { member: 'report', role: 'by_hand', ours: false },
    ],
    aclexplode: [
      { role: 'report', database: 'project' },
      { role: 'report', database: 'not_of_this_file' },
    ],
  });
  const listed = role({ memberOf: ['pg_monitor', 'readers'], connect: ['shared'] });
  const databases = ['project', 'shared'].map((name) => ({ name, owner: 'o', extensions: [] }));
  await roleRights.run(context(sql, { desired: desired(databases, [listed]) }));
  expect(sql.changes.map((text) => text.trim())).toEqual([
    'GRANT "readers" TO "report"',
    'REVOKE "old" FROM "report"',
    'GRANT CONNECT ON DATABASE "shared" TO "report"',
    'REVOKE CONNECT ON DATABASE "project" FROM "report"',
  ]);
});

test('session parameters are set where they differ and taken back where they are gone', async () => {
  const settings = ['search_path="$user", app', 'work_mem=64MB', 'jit=off'];
  const sql = new FakeSql({ pg_db_role_setting: [{ role: 'report', settings }] });
  const parameters = { search_path: '"$user",app', work_mem: '32MB', 'app.tenant': "o'brien" };
  await roleRights.run(context(sql, wanting(role({ parameters }))));
  expect(sql.changes).toEqual([
    `ALTER ROLE "report" SET "work_mem" TO '32MB'`,
    `ALTER ROLE "report" SET "app"."tenant" TO 'o''brien'`,
    'ALTER ROLE "report" RESET "jit"',
  ]);
});
