import { expect, test } from 'vitest';
import { parseConnectionString } from '../../src/syntax/connection-string.js';
import { parseIni } from '../../src/syntax/ini.js';
import { renderedText } from './rendered.js';

const { databases = {}, pgbouncer = {} } = parseIni(
  renderedText('pgbouncer/pgbouncer.ini', {
    databases: [{ name: 'project', owner: 'app', pool_size: 21 }],
  }),
);

test('sends every database through HAProxy, its limit for all users together', () => {
  expect(parseConnectionString(databases.project ?? '')).toEqual({
    host: 'orders-haproxy',
    port: '5432',
    pool_size: '21',
    max_db_connections: '21',
  });
});

test('looks passwords up in a database that it knows, and holds none', () => {
  expect(pgbouncer).toMatchObject({
    auth_type: 'scram-sha-256',
    auth_user: 'pgbouncer_auth',
    auth_file: '/etc/pgbouncer/userlist.txt',
    auth_query: 'SELECT uname, phash FROM pgbouncer.user_lookup($1)',
  });
  expect(Object.keys(databases)).toContain(pgbouncer.auth_dbname);
  expect(Object.values(databases).filter((line) => /password|user=/.test(line))).toEqual([]);
});

test('is back within a second of a failover and waits longer than one takes', () => {
  expect(Number(pgbouncer.server_login_retry)).toBeLessThanOrEqual(1);
  expect(Number(pgbouncer.query_wait_timeout)).toBeGreaterThanOrEqual(30);
});
