import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { firstAddress } from '../../src/model/subnet.js';
import { timing } from '../../src/model/timing.js';
import { clusterConfig, hosts } from './cluster-config.js';

const dynamicOf = (overrides: Partial<ClusterInput>) =>
  resolveCluster(clusterConfig(overrides)).patroni.dynamic;

test('no loss means a sync standby, an allowance in bytes means none', () => {
  expect(dynamicOf({ availability: { rpo: 'zero' } })).toMatchObject({
    synchronousMode: true,
    synchronousModeStrict: false,
    synchronousNodeCount: 1,
    maximumLagOnFailoverBytes: 1048576,
  });
  expect(dynamicOf({ availability: { rpo: '16MB' } })).toMatchObject({
    synchronousMode: false,
    maximumLagOnFailoverBytes: 16 * 1024 ** 2,
  });
});

test('one member never waits for a standby', () => {
  expect(dynamicOf({ nodes: hosts(1) }).synchronousMode).toBe(false);
});

test('patroni.dcs overrides what availability derives', () => {
  const patroni = { dcs: { ttl: 45, synchronous_mode: 'quorum' as const } };
  expect(dynamicOf({ availability: { rto: 'fast' }, patroni })).toMatchObject({
    ttlSeconds: 45,
    loopWaitSeconds: 5,
    synchronousMode: 'quorum',
  });
});

test('the order of nodes, databases and parameters in the file changes nothing', () => {
  const nodes = hosts(5).map((node, index) => ({ ...node, etcd: index < 3 }));
  const databases = ['x', 'y', 'z'].map((name) => ({ name, owner: 'app' }));
  const parameters = Object.entries({ work_mem: '8MB', jit: true, max_connections: 90 });
  const reference = resolveCluster(
    clusterConfig({
      nodes,
      databases,
      postgresql: { parameters: Object.fromEntries(parameters) },
    }),
  );
  const shuffled = <T>(list: T[]) =>
    fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });
  fc.assert(
    fc.property(
      shuffled(nodes),
      shuffled(databases),
      shuffled(parameters),
      (someNodes, someDatabases, someParameters) => {
        const config = clusterConfig({
          nodes: someNodes,
          databases: someDatabases,
          postgresql: { parameters: Object.fromEntries(someParameters) },
        });
        expect(JSON.stringify(resolveCluster(config))).toBe(JSON.stringify(reference));
      },
    ),
    { numRuns: 20 },
  );
});

test('removing a node changes no name of another', () => {
  const of = (count: number) =>
    resolveCluster(clusterConfig({ nodes: hosts(count) })).patroni.members.map(
      ({ serviceName, volumeName }) => [serviceName, volumeName],
    );
  expect(of(5).slice(0, 3)).toEqual(of(3));
});

test('the data network sorts before the dcs network: members resolve each other there', () => {
  expect([names.dcsNetwork('orders'), names.dataNetwork('orders')].sort()).toEqual([
    names.dataNetwork('orders'),
    names.dcsNetwork('orders'),
  ]);
});

test.each([
  ['10.88.0.0/24', '10.88.0.1'],
  ['192.168.255.128/25', '192.168.255.129'],
  ['10.0.0.77/16', '10.0.0.1'],
])('the gateway of %s is %s', (subnet, gateway) => {
  expect(firstAddress(subnet)).toBe(gateway);
});

test('who waits longest knows most: reconciler, then Swarm', () => {
  expect(timing.reconcilerDeadlineMs).toBeLessThan(timing.reconcilerStartPeriodMs);
  expect(timing.memberStartPeriodMs).toBeGreaterThan(timing.memberStopGraceMs);
});

test('our access rules stand before the users', () => {
  const pg_hba = ['host all all 0.0.0.0/0 reject'];
  const { hba } = resolveCluster(clusterConfig({ postgresql: { pg_hba } })).patroni;
  const users = hba.indexOf('host all all 0.0.0.0/0 reject');
  const ours = hba.slice(0, users);
  expect(ours[0]).toEqual({
    type: 'local',
    database: ['all'],
    user: ['postgres'],
    method: 'peer',
    options: [],
  });
  for (const user of ['replicator', 'rewinder', 'postgres', 'pgbouncer_auth']) {
    expect(ours).toContainEqual(
      expect.objectContaining({ type: 'host', user: [user], address: '10.88.0.0/24' }),
    );
  }
});

test('probes ask for life, never for a leader or a quorum', () => {
  const { etcd, patroni } = resolveCluster(clusterConfig());
  expect(etcd.probe.command).toEqual([paths.httpProbe, '2381', '/livez']);
  expect(patroni.probe.command).toEqual([paths.httpProbe, '8008', '/liveness']);
});

test('state is local and relative unless the file names a backend', () => {
  expect(resolveCluster(clusterConfig()).terraformBackend).toEqual({
    type: 'local',
    settings: { path: '../../../state/orders.tfstate' },
  });
  const terraform = { backend: { s3: { bucket: 'b' } } };
  expect(resolveCluster(clusterConfig({ terraform })).terraformBackend).toEqual({
    type: 's3',
    settings: { bucket: 'b' },
  });
});
