import { describe, expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { offlineChange } from '../../src/cli/plan/offline-change.js';
import { findImpact } from '../../src/plan/find-impact.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { hosts, shippedConfig } from '../model/cluster-config.js';
import { rowsOf } from '../plan/plans.js';

function offline(before: Partial<ClusterInput>, after: Partial<ClusterInput>): string[] {
  const change = offlineChange(clusterConfig(before), clusterConfig(after));
  return findImpact(change).map(({ code, object, severity }) => `${severity}: ${code} ${object}`);
}

test('equal files change nothing', () => {
  expect(offline({}, {})).toEqual([]);
});

test('says of two files what the plan of the same change says', () => {
  const before = shippedConfig('lab');
  const memory = { ...before, nodes: before.nodes.map((node) => ({ ...node, memory: '4GB' })) };
  const rows = findImpact(offlineChange(before, memory)).map(
    ({ code, object, severity }) =>
      `${severity}: ${code} ${object.replace('postgresql.parameters.', '')}`,
  );
  expect(rows).toEqual(rowsOf('memory'));
});

test('another subnet replaces the network and every service on it', () => {
  const rows = offline({}, { swarm: { networks: { dcs: '10.99.0.0/24' } } });
  expect(rows).toContain('replace: NETWORK_REPLACED orders-dcs');
  expect(rows).toContain('replace: SERVICE_REPLACED orders-etcd-pg-1');
  expect(rows).not.toContain('replace: SERVICE_REPLACED orders-haproxy');
});

test('a database that comes is created by SQL', () => {
  const databases = [
    { name: 'project', owner: 'project_owner' },
    { name: 'new', owner: 'new_owner' },
  ];
  expect(offline({}, { databases })).toContain('live: DATABASE_CREATED databases[new]');
});

describe('how many PgBouncers share max_connections', () => {
  const open = [{ name: 'project', owner: 'project_owner' }];
  const given = [{ name: 'project', owner: 'project_owner', pool_size: 5 }];
  const touched = (before: Partial<ClusterInput>, after: Partial<ClusterInput>) =>
    findImpact(offlineChange(clusterConfig(before), clusterConfig(after)))
      .filter(({ tier, severity }) => tier === 'pgbouncer' && severity !== 'none')
      .map(({ code, what }) => `${code} ${what}`);

  test('is not told beside a file of PgBouncer that changes with it', () => {
    expect(
      touched(
        { databases: open, nodes: hosts(3) },
        { databases: open, nodes: hosts(4), pgbouncer: { max_client_conn: 500 } },
      ),
    ).toEqual(['PGBOUNCER_SETTING max_client_conn of pgbouncer']);
  });

  test.each([
    ['given', given],
    ['without a size', open],
  ])('is told where pools are %s, as what restarts PgBouncer', (_, databases) => {
    expect(touched({ databases, nodes: hosts(3) }, { databases, nodes: hosts(4) })).toEqual([
      'SERVICE_FIELD env.POOL_SHARES',
    ]);
  });

  test.each([
    ['given', given],
    ['without a size', open],
  ])('is the same with more connections: pools %s restart nothing', (_, databases) => {
    const withConnections = (max_connections: number) => ({
      databases,
      postgresql: { parameters: { max_connections } },
    });
    expect(touched(withConnections(100), withConnections(200))).toEqual([]);
  });
});
