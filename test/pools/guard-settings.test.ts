import { expect, test } from 'vitest';
import { guardSettings } from '../../src/pools/guard-settings.js';

const USERLIST = '"pgbouncer_auth" "secret"\n';

function ini(extra = ''): string {
  return `[databases]
postgres = host=orders-haproxy port=5432 pool_size=2 max_db_connections=2
project = host=orders-haproxy port=5432 pool_size=10 max_db_connections=13
[pgbouncer]
auth_dbname = postgres
listen_port = 6432
unix_socket_dir = /tmp
${extra}`;
}

test('a guard finds the primary where PgBouncer does, with the same login', () => {
  expect(guardSettings(ini(), USERLIST)).toEqual({
    socketDirectory: '/tmp',
    port: 6432,
    upstream: { host: 'orders-haproxy', port: 5432 },
    login: { database: 'postgres', username: 'pgbouncer_auth', password: 'secret' },
    longestPauseMs: 15_000,
  });
});

test.each([
  ['query_wait_timeout = 120', 15_000],
  ['query_wait_timeout = 10', 5_000],
  ['query_wait_timeout = 0', 15_000],
  ['query_wait_timeout = 30\nquery_timeout = 4', 2_000],
])('with %s a pause ends after %i ms: a client that waits is still there', (line, longestMs) => {
  expect(guardSettings(ini(line), USERLIST).longestPauseMs).toBe(longestMs);
});

test('a userlist without a login is an error that does not quote it', () => {
  expect(() => guardSettings(ini(), 'secret')).toThrow('auth_file has no line "user" "password"');
});
