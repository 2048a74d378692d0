import { beforeEach, expect, test } from 'vitest';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { withoutNodes } from '../../src/model/without-nodes.js';
import { planStack } from '../../src/ops/plan-stack.js';
import { nodeProblems } from '../../src/ops/preflight-nodes.js';
import { etcdQuorumMissing } from '../../src/ops/etcd-quorum.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { deployOptions } from './deploy-options.js';
import { node } from './fake-swarm.js';
import { FakeTerraform } from './fake-terraform.js';

const whole = resolveCluster(clusterConfig());
const without = withoutNodes(whole, ['pg-3']);

let terraform: FakeTerraform;

beforeEach(() => {
  terraform = new FakeTerraform();
  terraform.stack = ['orders-etcd-pg-2', 'orders-etcd-pg-3', 'orders-patroni-pg-3-0123456789'].map(
    (name) => ({ address: `docker_x.${name}`, name }),
  );
});

const plan = (model = without) => planStack(deployOptions({ terraform, model }));

const updated = (name: string) => ({
  address: `docker_service.${name}`,
  type: 'docker_service',
  name,
  actions: ['update'],
});

test('only what does not belong to the members of the node is planned', async () => {
  await plan();
  expect(terraform.calls).toEqual(['init', 'plan docker_x.orders-etcd-pg-2']);
});

test('with all nodes everything is planned, what is only in the state too', async () => {
  await plan(whole);
  expect(terraform.calls).toEqual(['init', 'plan']);
});

test('etcd does not restart while it has no member to spare', async () => {
  terraform.planned = [updated('orders-patroni-pg-1')];
  await expect(plan()).resolves.toMatchObject({ empty: false });
  terraform.planned = [updated('orders-etcd-pg-1')];
  await expect(plan()).rejects.toMatchObject({
    kind: 'refused',
    problems: [{ code: 'ETCD_RESTART_UNSAFE', at: 'orders-etcd-pg-1' }],
  });
  const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...{ name, memory: '32GB', cpus: 8 },
    etcd: true,
  }));
  const five = withoutNodes(resolveCluster(clusterConfig({ nodes })), ['e']);
  terraform.planned = [updated('orders-etcd-a')];
  await expect(plan(five)).resolves.toMatchObject({ empty: false });
});

test.each([
  ['docker_service', ['delete'], undefined, 'REMADE_WITHOUT_NODES'],
  ['docker_network', ['delete', 'create'], undefined, 'REMADE_WITHOUT_NODES'],
  ['docker_service', ['delete', 'create'], 'replace_because_tainted', undefined],
  ['docker_config', ['delete'], undefined, undefined],
])('%s, %j, %s: %s', async (type, actions, reason, code) => {
  const change = { address: `${type}.x`, type, name: 'x', actions };
  terraform.planned = [{ ...change, ...(reason !== undefined && { reason }) }];
  if (code === undefined) await expect(plan()).resolves.toMatchObject({ empty: false });
  else await expect(plan()).rejects.toMatchObject({ kind: 'refused', problems: [{ code }] });
  await expect(plan(whole)).resolves.toMatchObject({ empty: false });
});

test('without a majority of etcd nothing is begun', () => {
  expect(etcdQuorumMissing(without)).toEqual([]);
  expect(etcdQuorumMissing(withoutNodes(whole, ['pg-2', 'pg-3']))).toMatchObject([
    { code: 'ETCD_QUORUM_MISSING', got: 'etcd on pg-1, of 3 members' },
  ]);
});

test('a node that is not in the file may take no HAProxy from one that is', () => {
  const nodes = ['pg-1', 'pg-2', 'pg-3', 'ci-1'].map((hostname) => node({ hostname }));
  const [problem] = nodeProblems(whole, nodes, 'orders');
  expect(problem).toMatchObject({
    code: 'NODE_NOT_IN_FILE',
    got: 'the Swarm also has ci-1, ready and active',
    fix: expect.stringContaining('drain ci-1') as string,
  });
  const renamed = nodes.with(2, node({ hostname: 'pg-x' }));
  expect(nodeProblems(whole, renamed, 'orders').map(({ code }) => code)).toEqual([
    'NODE_NOT_IN_SWARM',
  ]);
  const drained = nodes.with(3, node({ hostname: 'ci-1', availability: 'drain' }));
  expect(nodeProblems(whole, drained, 'orders')).toEqual([]);
  const placement = ['node.labels.orders == true'];
  const tiers = { haproxy: { placement }, pgbouncer: { placement } };
  const placed = resolveCluster(clusterConfig({ swarm: { tiers } }));
  expect(nodeProblems(placed, nodes, 'orders')).toEqual([]);
});

test('a dead node is named with the way round it; one that works may not be left out', () => {
  const nodes = ['pg-1', 'pg-2'].map((hostname) => node({ hostname }));
  const dead = [...nodes, node({ hostname: 'pg-3', state: 'down' })];
  expect(nodeProblems(without, dead, 'orders')).toEqual([]);
  expect(nodeProblems(whole, dead, 'orders')).toMatchObject([
    {
      code: 'NODE_NOT_READY',
      at: 'nodes.pg-3',
      fix: expect.stringContaining('deploy orders --without pg-3') as string,
    },
  ]);
  expect(nodeProblems(without, [...nodes, node({ hostname: 'pg-3' })], 'orders')).toMatchObject([
    { code: 'NODE_IS_HEALTHY', at: '--without pg-3' },
  ]);
});
