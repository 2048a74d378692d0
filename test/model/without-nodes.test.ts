import { expect, test } from 'vitest';
import { notUpBecause } from '../../src/model/up-criteria.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { topologyOf } from '../../src/model/topology.js';
import { isLeftOut, withoutNodes } from '../../src/model/without-nodes.js';
import { renderAll, listFiles } from '../../src/render/render-all.js';
import { clusterConfig } from '../fixtures/clusters.js';

const whole = resolveCluster(clusterConfig());

test('HAProxy and PgBouncer run on the nodes that are left', () => {
  const model = withoutNodes(whole, ['pg-2', 'pg-2']);
  expect(model).toMatchObject({
    without: ['pg-2'],
    haproxy: { nodeCount: 2 },
    pgbouncer: { nodeCount: 2 },
  });
});

test('the topology alone tells of it: no member of the others restarts', () => {
  const before = listFiles(renderAll(whole));
  const after = listFiles(renderAll(withoutNodes(whole, ['pg-3'])));
  const changed = [...after].filter(([path, { text }]) => before.get(path)?.text !== text);
  expect(changed.map(([path]) => path)).toEqual([
    expect.stringMatching(/topology\.yml$/) as string,
  ]);
});

test('no node left out, no byte changed', () => {
  expect(withoutNodes(whole, [])).toBe(whole);
  expect(topologyOf(whole)).not.toHaveProperty('without');
});

test('a member of a node that is left out is not waited for', () => {
  const members = [
    { name: 'pg-1', role: 'leader', state: 'running' },
    { name: 'pg-2', role: 'sync_standby', state: 'streaming' },
  ];
  expect(notUpBecause(members, topologyOf(whole))).toEqual(['member pg-3 is not there']);
  expect(notUpBecause(members, topologyOf(withoutNodes(whole, ['pg-3'])))).toEqual([]);
  const alone = topologyOf(withoutNodes(whole, ['pg-2', 'pg-3']));
  expect(notUpBecause(members.slice(0, 1), alone)).toEqual([]);
});

test.each([
  [['pg-4'], 'NODE_UNKNOWN'],
  [['pg-1', 'pg-2', 'pg-3'], 'NO_NODE_LEFT'],
])('without %j is refused', (nodes, code) => {
  expect(() => withoutNodes(whole, nodes)).toThrow(code);
});

test("a member's service and configs are left out, its namesakes' are not", () => {
  const model = withoutNodes(whole, ['pg-1']);
  const leftOut = (name: string) => isLeftOut(model, name);
  expect(
    ['orders-etcd-pg-1', 'orders-etcd-pg-1-0123456789', 'orders-patroni-pg-1'].every(leftOut),
  ).toBe(true);
  expect(
    ['orders-etcd-pg-2', 'orders-etcd-pg-1-b', 'orders-patroni-pg-10', 'orders-bootstrap'].some(
      leftOut,
    ),
  ).toBe(false);
});
