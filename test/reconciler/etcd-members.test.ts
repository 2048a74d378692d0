import { expect, test } from 'vitest';
import { etcdMembers } from '../../src/reconciler/etcd-members.js';
import { context, FakeSql } from './factories.js';
import { FakeEtcd } from './fake-etcd.js';

/** Passes at the pace of a busy reconciler. */
async function passes(etcd: FakeEtcd, count: number): Promise<string[]> {
  const step = etcdMembers(etcd.tools);
  const kinds: string[] = [];
  for (let pass = 0; pass < count; pass++) {
    kinds.push((await step.run(context(new FakeSql()))).kind);
    await etcd.clock.sleep(1000);
  }
  return kinds;
}

test('the members of the file are left alone, dead ones among them', async () => {
  const etcd = new FakeEtcd();
  etcd.living.delete('c');
  expect(await passes(etcd, 100)).toEqual(Array(100).fill('done'));
  expect(etcd.done).toEqual([]);
});

test('members of nodes that left the file are removed when they are gone, one after another', async () => {
  const etcd = new FakeEtcd(['a', 'b', 'c', 'd', 'e']);
  const kinds = await passes(etcd, 100);
  expect(etcd.done).toEqual(['remove d', 'remove e']);
  // The time of both runs at once.
  expect(kinds.indexOf('done')).toBeGreaterThan(45);
  expect(kinds.indexOf('done')).toBeLessThan(60);
  expect(kinds.at(-1)).toBe('done');
  expect(etcd.heldBy).toBeUndefined();
});

test('a member that still runs is not removed, whatever the file says', async () => {
  const etcd = new FakeEtcd(['a', 'b', 'c', 'd']);
  etcd.living.add('d');
  expect(new Set(await passes(etcd, 100))).toEqual(new Set(['wait']));
  expect(etcd.done).toEqual([]);
});

test('nothing is removed while a member that is to stay is away', async () => {
  const etcd = new FakeEtcd(['a', 'b', 'c', 'd']);
  etcd.living.delete('b');
  await passes(etcd, 100);
  expect(etcd.done).toEqual([]);
});

test('nothing is removed while somebody else makes a member unavailable', async () => {
  const etcd = new FakeEtcd(['a', 'b', 'c', 'd']);
  etcd.heldBy = { holder: 'etcd/d', node: 'd', reason: 'it joins' };
  expect(new Set(await passes(etcd, 100))).toEqual(new Set(['wait']));
  expect(etcd.done).toEqual([]);
});
