import { expect, test } from 'vitest';
import { etcdMaintenance } from '../../src/reconciler/etcd-maintenance.js';
import { context, FakeSql } from './factories.js';
import { FakeEtcd } from './fake-etcd.js';

const run = (step: ReturnType<typeof etcdMaintenance>) => step.run(context(new FakeSql()));

test('small files and full ones are left alone', async () => {
  const etcd = new FakeEtcd();
  etcd.sizes['a'] = [60, 2];
  etcd.sizes['b'] = [800, 500];
  await run(etcdMaintenance(etcd.tools));
  expect(etcd.done).toEqual([]);
});

test('one member a pass is defragmented, the Raft leader last', async () => {
  const etcd = new FakeEtcd();
  for (const node of ['a', 'b', 'c']) etcd.sizes[node] = [300, 20];
  const step = etcdMaintenance(etcd.tools);
  for (const expected of ['b', 'c', 'a']) {
    await run(step);
    expect(etcd.done.at(-1)).toBe(`defragment ${expected}`);
  }
  await run(step);
  expect(etcd.done).toHaveLength(3);
});

test('a file that does not shrink is tried again an hour later only', async () => {
  const etcd = new FakeEtcd();
  const step = etcdMaintenance(etcd.tools);
  for (const [minutes, times] of [
    [0, 1],
    [59, 1],
    [2, 2],
  ] as const) {
    etcd.clock.milliseconds += minutes * 60_000;
    etcd.sizes['b'] = [300, 20];
    await run(step);
    expect(etcd.done).toHaveLength(times);
  }
});

test.each(['a member is away', 'another operation goes on'])('it can wait: %s', async (reason) => {
  const etcd = new FakeEtcd();
  etcd.sizes['b'] = [300, 20];
  if (reason === 'a member is away') etcd.living.delete('c');
  else etcd.heldBy = { holder: 'patroni/a', node: 'a', reason };
  expect(await run(etcdMaintenance(etcd.tools))).toEqual({ kind: 'done' });
  expect(etcd.done).toEqual([]);
});

test('out of space: compacted, defragmented everywhere, then allowed to write again', async () => {
  const etcd = new FakeEtcd();
  etcd.alarmed = ['a', 'c'];
  await run(etcdMaintenance(etcd.tools));
  expect(etcd.done).toEqual([
    'compact 77',
    'defragment b',
    'defragment c',
    'defragment a',
    'disarm a',
    'disarm c',
  ]);
});
