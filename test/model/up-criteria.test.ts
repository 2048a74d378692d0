import { expect, test } from 'vitest';
import { notUpBecause } from '../../src/model/up-criteria.js';
import { member, topology } from '../reconciler/factories.js';

const whole = [member('a', 'leader', 'running'), member('b', 'sync_standby'), member('c')];

test('up needs a leader, every member streaming and a sync standby', () => {
  expect(notUpBecause(whole, topology())).toEqual([]);
  expect(notUpBecause(whole.slice(0, 2), topology())).toEqual(['member c is not there']);
  const cloning = [...whole.slice(0, 2), member('c', 'replica', 'creating replica')];
  expect(notUpBecause(cloning, topology())).toEqual([
    'member c is creating replica, not streaming',
  ]);
  const noSync = [member('a', 'leader', 'running'), member('b'), member('c')];
  expect(notUpBecause(noSync, topology())).toEqual(['no sync standby is registered']);
});

test('a quorum standby counts; a cluster of one and an asynchronous one need none', () => {
  const quorum = [member('a', 'leader', 'running'), member('b', 'quorum_standby'), member('c')];
  expect(notUpBecause(quorum, topology())).toEqual([]);
  expect(notUpBecause(whole.slice(0, 1), topology(['a']))).toEqual([]);
  const asynchronous = topology();
  asynchronous.patroni.synchronousMode = false;
  const replicas = [member('a', 'leader', 'running'), member('b'), member('c')];
  expect(notUpBecause(replicas, asynchronous)).toEqual([]);
});

test('two members running without a leader are not up', () => {
  const reasons = notUpBecause([member('a'), member('b'), member('c')], topology());
  expect(reasons).toEqual(['no running leader', 'no sync standby is registered']);
});
