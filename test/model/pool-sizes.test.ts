import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { AUTH_POOL_SIZE, poolSizes } from '../../src/model/pool-sizes.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { clusterConfig, hosts } from './cluster-config.js';

const database = (name: string, pool_size?: number) => ({ name, owner: 'app', pool_size });

function configWith(overrides: Partial<ClusterInput>) {
  return clusterConfig({ postgresql: { parameters: { max_connections: 100 } }, ...overrides });
}

function sizesOf(overrides: Partial<ClusterInput>) {
  return poolSizes(configWith(overrides));
}

test.each([1, 3, 5])('all pools of %d PgBouncers together leave a reserve', (count) => {
  const databases = [database('a'), database('b', 4), database('c')];
  const pools = sizesOf({ nodes: hosts(count), databases });
  const each = pools.reduce((sum, { limit }) => sum + limit, AUTH_POOL_SIZE);
  expect(count * each).toBeLessThanOrEqual(100 - 3 - 10);
  expect(pools.find(({ name }) => name === 'b')?.size).toBe(4);
});

test('sends every database through HAProxy to the write port', () => {
  const { databases } = resolveCluster(configWith({ haproxy: { write_port: 6000 } })).pgbouncer;
  expect(databases).toMatchObject([{ name: 'project', host: 'orders-haproxy', port: 6000 }]);
});

test('reserves come off before databases share, and raise the limit of each', () => {
  const pgbouncer = { reserve_pool_size: 2 };
  const pools = sizesOf({ pgbouncer, databases: [database('a'), database('b')] });
  // (100 - 3 - 10) / 3 PgBouncers - 2 for lookups = 27
  expect(pools).toMatchObject([
    { size: 11, limit: 13, follows: true },
    { size: 11, limit: 13, follows: true },
  ]);
});

test('a database with a limit of its own gets it, less its reserve', () => {
  const pool = { max_db_connections: 9, reserve_pool_size: 4 };
  const databases = [{ ...database('a'), pool }, database('b')];
  expect(sizesOf({ databases })).toMatchObject([
    { size: 5, limit: 9, follows: false },
    { size: 18, limit: 18, follows: true },
  ]);
});

test('only a size that the file gives is decided here: the others follow the live max_connections', () => {
  const databases = [database('a', 4), database('b')];
  const { pgbouncer } = resolveCluster(configWith({ databases }));
  expect(pgbouncer.databases.map(({ sizes }) => sizes)).toEqual([{ pool: 4, limit: 4 }, undefined]);
});
