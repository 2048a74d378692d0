import { expect, test } from 'vitest';
import { plannedChangesIn } from '../../src/live/terraform.js';
import { volumesLeft } from '../../src/ops/volumes-left.js';
import { planBytes } from '../plan/plans.js';

test('members that a plan deletes leave their volumes, each on its node', () => {
  expect(volumesLeft(plannedChangesIn(planBytes('node-removed')))).toEqual([
    { node: 'node-2', volume: 'lab-etcd-node-2-data' },
    { node: 'node-3', volume: 'lab-etcd-node-3-data' },
    { node: 'node-3', volume: 'lab-patroni-node-3-data' },
  ]);
});

test.each(['several', 'first', 'nothing'])('nobody leaves in the plan %s', (name) => {
  expect(volumesLeft(plannedChangesIn(planBytes(name)))).toEqual([]);
});
