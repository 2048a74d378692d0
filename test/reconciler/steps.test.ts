import { expect, test } from 'vitest';
import { rolePassword } from '../../src/model/role-password.js';
import { databases } from '../../src/reconciler/databases.js';
import { extensions } from '../../src/reconciler/extensions.js';
import { poolerAuth } from '../../src/reconciler/pooler-auth.js';
import { roles } from '../../src/reconciler/roles.js';
import { scramVerifier } from '../../src/reconciler/scram-verifier.js';
import { waitForLeader } from '../../src/reconciler/wait-for-leader.js';
import { cluster, context, desired, FakeSql, member } from './factories.js';

const DONE = { kind: 'done' };

/** Of a role without limits. */
const OPTIONS = { login: true, connections: -1, until: null };

async function roleRow(name: string, password = rolePassword({ key: 'test-key' }, name)) {
  return { name, ...OPTIONS, privileged: false, verifier: await scramVerifier(password) };
}

test('a new role gets a verifier; its password is in no statement', async () => {
  const sql = new FakeSql();
  expect(await roles.run(context(sql))).toEqual(DONE);
  const created = sql.statements.filter((text) => text.startsWith('CREATE ROLE'));
  expect(created.map((text) => text.split(' ')[2])).toEqual([
    '"pgbouncer_auth"',
    '"project_owner"',
  ]);
  expect(created.join()).toContain("PASSWORD 'SCRAM-SHA-256$4096:");
  expect(sql.statements.join()).not.toContain(rolePassword({ key: 'test-key' }, 'project_owner'));
});

test('a role with the right password is left alone, one with another gets ours', async () => {
  const rows = [await roleRow('pgbouncer_auth'), await roleRow('project_owner', 'other')];
  const sql = new FakeSql({ pg_authid: rows });
  await roles.run(context(sql));
  const altered = sql.statements.filter((text) => / ROLE /.test(text));
  expect(altered.map((text) => text.split(' PASSWORD')[0])).toEqual([
    'ALTER ROLE "project_owner" LOGIN',
  ]);
});

test('a superuser as an owner is refused before anything is changed', async () => {
  const row = { ...(await roleRow('project_owner')), privileged: true };
  const sql = new FakeSql({ pg_authid: [row] });
  expect(await roles.run(context(sql))).toMatchObject({ kind: 'refuse' });
  expect(sql.changes).toEqual([]);
});

test('a missing database is created for its owner and closed to all others', async () => {
  const sql = new FakeSql();
  await databases.run(context(sql));
  expect(sql.changes).toEqual([
    'CREATE DATABASE "project" OWNER "project_owner"',
    'REVOKE CONNECT ON DATABASE "project" FROM PUBLIC',
  ]);
});

test('a database as it should be costs one read', async () => {
  const row = {
    name: 'project',
    owner: 'project_owner',
    open_to_all: false,
    connections: -1,
    settings: null,
  };
  const sql = new FakeSql({ pg_database: [row] });
  expect(await databases.run(context(sql))).toEqual(DONE);
  expect(sql.changes).toEqual([]);
});

test('the database that everything connects to cannot be given away', async () => {
  const sql = new FakeSql();
  const state = desired([{ name: 'postgres', owner: 'project_owner', extensions: [] }]);
  expect(await databases.run(context(sql, { desired: state }))).toMatchObject({ kind: 'refuse' });
  expect(sql.statements).toEqual([]);
});

test('an extension that the image lacks is refused, not waited for', async () => {
  const state = desired([{ name: 'project', owner: 'o', extensions: ['pg_trgm', 'postgis'] }]);
  const installed = { name: 'pg_trgm', version: '1.6', schema: 'public', versions: ['1.6'] };
  const sql = new FakeSql({ pg_available: [{ ...installed, reachable: [] }] });
  const outcome = await extensions.run(context(sql, { desired: state }));
  const reason = 'extension postgis of project is not in the image';
  expect(outcome).toEqual({ kind: 'refuse', reason });
  expect(sql.changes).toEqual([]);
});

test('the pooler look-up runs as its owner, with its own path, for one role only', async () => {
  const sql = new FakeSql();
  await poolerAuth.run(context(sql));
  const text = sql.changes.join('\n');
  expect(text).toMatch(/SECURITY DEFINER\s+SET search_path = pg_catalog, pg_temp/);
  expect(text).toContain('REVOKE ALL ON FUNCTION pgbouncer.user_lookup(text) FROM PUBLIC');
  expect(text).toContain('NOT a.rolsuper');
  expect(text).toContain('a.rolvaliduntil > pg_catalog.now()');
  expect([sql.changes.at(0), sql.changes.at(-1)]).toEqual(['BEGIN', 'COMMIT']);
});

test('nothing is changed in a paused cluster or without a leader', async () => {
  const sql = new FakeSql();
  const paused = context(sql, { cluster: cluster(undefined, true) });
  expect(await waitForLeader.run(paused)).toMatchObject({ kind: 'refuse' });
  const starting = context(sql, { cluster: cluster([member('a', 'leader', 'starting')]) });
  expect(await waitForLeader.run(starting)).toMatchObject({ kind: 'wait' });
  expect(await waitForLeader.run(context(sql))).toEqual(DONE);
});
