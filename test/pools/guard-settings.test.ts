import { expect, test } from 'vitest';
import { poolRoom } from '../../src/model/pool-room.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { guardSettings } from '../../src/pools/guard-settings.js';
import { renderPgbouncerIni } from '../../src/render/pgbouncer-ini.js';
import { clusterConfig, hosts } from '../model/cluster-config.js';

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
    mostConnections: 15,
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

test.each([1, 3, 5])(
  'each of %i guards says the share that the model gave its PgBouncer',
  (count) => {
    const config = clusterConfig({
      nodes: hosts(count),
      postgresql: { parameters: { max_connections: 100 } },
      pgbouncer: { reserve_pool_size: 1 },
      databases: [
        { name: 'a', owner: 'app', pool: { max_db_connections: 5 } },
        { name: 'b', owner: 'app' },
      ],
    });
    const { text } = renderPgbouncerIni(resolveCluster(config).pgbouncer);
    const each = Math.floor(poolRoom(100, 3).connections / count);
    expect(guardSettings(text, USERLIST).mostConnections).toBe(each);
  },
);

test('a userlist without a login is an error that does not quote it', () => {
  expect(() => guardSettings(ini(), 'secret')).toThrow('auth_file has no line "user" "password"');
});
