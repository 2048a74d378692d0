import { expect, test } from 'vitest';
import {
  nextRestart,
  predictRestarts,
  restartPhases,
  type RestartMember,
} from '../../src/model/restart-order.js';

const raise = { name: 'max_connections', from: '100', to: '200' };
const lower = { name: 'max_worker_processes', from: '16', to: '8' };
const other = { name: 'shared_buffers', from: '128MB', to: '256MB' };

/** Primary `a`, sync standby `b`, replica `c`. */
function members(over: Partial<RestartMember> = {}): RestartMember[] {
  const base = { up: true, pending: [], ...over };
  return [
    { ...base, name: 'a', role: 'primary' },
    { ...base, name: 'b', role: 'sync standby' },
    { ...base, name: 'c', role: 'replica' },
  ];
}

const replicasThenHandover = [
  { kind: 'restart', member: 'c' },
  { kind: 'restart', member: 'b' },
  { kind: 'hand-over', from: 'a', to: ['b'] },
];
const primaryThenReplicas = [
  { kind: 'restart', member: 'a' },
  { kind: 'restart', member: 'c' },
  { kind: 'restart', member: 'b' },
];

test('a raise restarts the replicas, the sync standby last, then hands the primary over', () => {
  expect(predictRestarts([raise], members())).toEqual(replicasThenHandover);
});

test('a parameter without an order goes the way that costs the least: as a raise does', () => {
  expect(predictRestarts([other], members())).toEqual(replicasThenHandover);
});

test('a reduction restarts the primary first, in place', () => {
  expect(predictRestarts([lower, other], members())).toEqual(primaryThenReplicas);
});

test('a raise beside a reduction is done whole before the reduction begins', () => {
  expect(restartPhases([lower, raise, other])).toEqual([[raise, other], [lower]]);
  expect(predictRestarts([lower, raise], members())).toEqual([
    ...replicasThenHandover,
    { kind: 'restart', member: 'b' },
    { kind: 'restart', member: 'c' },
    { kind: 'restart', member: 'a' },
  ]);
});

test('nothing pending, nothing to do', () => {
  expect(restartPhases([])).toEqual([]);
  expect(nextRestart(members())).toBeUndefined();
});

test('a member that is down is nobody to restart and nobody to hand over to', () => {
  const [a, b, c] = members({ pending: [raise] });
  if (!a || !b || !c) throw new Error('three members');
  const bDown = [a, { ...b, up: false }, { ...c, pending: [] }];
  expect(nextRestart(bDown)).toEqual({ kind: 'hand-over', from: 'a', to: ['c'] });
});

test('a primary without a replica restarts in place', () => {
  expect(predictRestarts([raise], members().slice(0, 1))).toEqual([
    { kind: 'restart', member: 'a' },
  ]);
});

test('a hot-standby parameter that returns to its value is no reduction', () => {
  const same = { name: 'max_connections', from: '100', to: '100' };
  expect(restartPhases([same, raise])).toEqual([[same, raise]]);
});
