import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

type Database = NonNullable<ClusterInput['databases']>[number];

const database = (changes: Partial<Database>) => ({ name: 'project', owner: 'app', ...changes });

const found = (changes: Partial<ClusterInput>) =>
  problemsOf(changes).map(({ code, at }) => `${code} ${at}`);

test('a login has one entry, and the login of the lookups none', () => {
  const users = [{ name: 'a' }, { name: 'b' }, { name: 'a' }];
  expect(found({ pgbouncer: { users } })).toEqual(['DUPLICATE_POOL_USER pgbouncer.users[2].name']);
  expect(found({ pgbouncer: { users: [{ name: 'pgbouncer_auth' }] } })).toEqual([
    'RESERVED_NAME pgbouncer.users[0].name',
  ]);
});

test('the limit of a database leaves room for its pool and the reserve', () => {
  const limit = (max_db_connections: number) =>
    found({
      pgbouncer: { reserve_pool_size: 2 },
      databases: [database({ pool_size: 10, pool: { max_db_connections } })],
    });
  expect(limit(12)).toEqual([]);
  expect(limit(11)).toEqual(['POOL_LIMIT_BELOW_SIZE databases[0].pool.max_db_connections']);
});

test('a pool keeps no more connections open than it may have', () => {
  const minimum = (min_pool_size: number) =>
    found({ databases: [database({ pool_size: 10, pool: { min_pool_size } })] });
  expect(minimum(10)).toEqual([]);
  expect(minimum(11)).toEqual(['POOL_MINIMUM databases[0].pool.min_pool_size']);
  expect(
    found({ pgbouncer: { min_pool_size: 11 }, databases: [database({ pool_size: 10 })] }),
  ).toEqual(['POOL_MINIMUM pgbouncer.min_pool_size']);
});

test('HAProxy does not cut a connection that PgBouncer keeps', () => {
  const haproxy = { timeout: { client: '300s' } };
  const cut = ['POOL_OUTLIVES_PROXY haproxy.timeout.client'];
  expect(found({ haproxy })).toEqual(cut);
  expect(found({ haproxy, pgbouncer: { server_idle_timeout: 300 } })).toEqual([]);
  expect(found({ haproxy, pgbouncer: { server_lifetime: 300 } })).toEqual([]);
  expect(found({ haproxy, pgbouncer: { server_lifetime: 300, server_idle_timeout: 0 } })).toEqual(
    [],
  );
  const longer = database({ pool: { server_lifetime: 301 } });
  expect(found({ haproxy, pgbouncer: { server_lifetime: 300 }, databases: [longer] })).toEqual(cut);
});

test('reserves count against max_connections', () => {
  const pools = (reserve_pool_size: number) =>
    found({
      postgresql: { parameters: { max_connections: 100 } },
      databases: [database({ pool_size: 20, pool: { reserve_pool_size } })],
    });
  // (100 - 3 - 10) / 3 PgBouncers - 2 for lookups = 27
  expect(pools(7)).toEqual([]);
  expect(pools(8)).toEqual(['POOLS_EXCEED_CONNECTIONS databases[0].pool_size']);
});

test('a query waits out a planned handover, however soon a user wants an error', () => {
  const wait = (query_wait_timeout: number) => found({ pgbouncer: { query_wait_timeout } });
  // 1.7 s until a replica is promoted, 1 s + 0.5 s until HAProxy has seen it twice
  expect(wait(4)).toEqual([]);
  expect(wait(3)).toEqual(['POOL_WAIT_TOO_SHORT pgbouncer.query_wait_timeout']);
});
