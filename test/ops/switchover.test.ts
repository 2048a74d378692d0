import { expect, test } from 'vitest';
import { chooseMove } from '../../src/ops/switchover.js';
import { cluster, member, topology } from '../reconciler/factories.js';

const refused = expect.objectContaining({ kind: 'refused' }) as unknown;

test('in sync mode the sync standby takes over, and nobody else may', () => {
  const tools = { topology: topology() };
  expect(chooseMove(cluster(), tools)).toEqual({ from: 'a', to: 'b' });
  expect(chooseMove(cluster(), tools, 'b')).toEqual({ from: 'a', to: 'b' });
  expect(() => chooseMove(cluster(), tools, 'c')).toThrow(refused);
  expect(() => chooseMove(cluster(), tools, 'a')).toThrow(refused);
});

test('without sync mode the closest replica takes over', () => {
  const asynchronous = topology();
  asynchronous.patroni.synchronousMode = false;
  const far = { ...member('b'), lagBytes: 4096 };
  const barred = { ...member('d'), nofailover: true };
  const members = [member('a', 'leader', 'running'), far, { ...member('c'), lagBytes: 16 }, barred];
  expect(chooseMove(cluster(members), { topology: asynchronous }).to).toBe('c');
  expect(() => chooseMove(cluster(members), { topology: asynchronous }, 'd')).toThrow(refused);
});

test('nothing is moved when nobody can take over safely', () => {
  const tools = { topology: topology() };
  const stopped = [member('a', 'leader', 'running'), member('b', 'sync_standby', 'stopped')];
  expect(() => chooseMove(cluster(stopped), tools)).toThrow(refused);
  expect(() => chooseMove(cluster(undefined, true), tools)).toThrow(refused);
  expect(() => chooseMove(cluster([member('b', 'sync_standby')]), tools)).toThrow(refused);
});
