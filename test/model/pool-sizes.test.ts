import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { clusterConfig, hosts } from './cluster-config.js';

const database = (name: string, pool_size?: number) => ({ name, owner: 'app', pool_size });

function pooler(overrides: Partial<ClusterInput>) {
  const postgresql = { parameters: { max_connections: 100 } };
  return resolveCluster(clusterConfig({ postgresql, ...overrides })).pgbouncer;
}

test.each([1, 3, 5])('all pools of %d PgBouncers together leave a reserve', (count) => {
  const databases = [database('a'), database('b', 4), database('c')];
  const { authPoolSize, databases: pools, nodeCount } = pooler({ nodes: hosts(count), databases });
  const each = pools.reduce((sum, { poolSize }) => sum + poolSize, authPoolSize);
  expect(nodeCount * each).toBeLessThanOrEqual(100 - 3 - 10);
  expect(pools.find(({ name }) => name === 'b')?.poolSize).toBe(4);
});

test('sends every database through HAProxy to the write port', () => {
  const { databases } = pooler({ haproxy: { write_port: 6000 } });
  expect(databases).toMatchObject([{ name: 'project', host: 'orders-haproxy', port: 6000 }]);
});

test('reserves come off before databases share, and raise the limit of each', () => {
  const pgbouncer = { reserve_pool_size: 2 };
  const pools = pooler({ pgbouncer, databases: [database('a'), database('b')] }).databases;
  // (100 - 3 - 10) / 3 PgBouncers - 2 for lookups = 27
  expect(pools).toMatchObject([
    { poolSize: 11, maxConnections: 13 },
    { poolSize: 11, maxConnections: 13 },
  ]);
});

test('a database with a limit of its own gets it, less its reserve', () => {
  const pool = { max_db_connections: 9, reserve_pool_size: 4 };
  const databases = [{ ...database('a'), pool }, database('b')];
  expect(pooler({ databases }).databases).toMatchObject([
    { poolSize: 5, maxConnections: 9 },
    { poolSize: 18, maxConnections: 18 },
  ]);
});
