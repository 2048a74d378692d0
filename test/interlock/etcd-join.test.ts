import { expect, test } from 'vitest';
import { joinEtcd, promoteEtcd } from '../../src/interlock/etcd-join.js';
import { FakeEtcd, Killed } from './fake-etcd.js';

const operation = (holder: string) => ({ holder, node: '', reason: 'a test' });

/** One container's life, from lock to a voter. */
async function live(etcd: FakeEtcd): Promise<void> {
  const joined = await joinEtcd(etcd.tools);
  if (!joined) return;
  etcd.start(joined.memberId ?? '');
  await promoteEtcd(etcd.tools, joined, etcd.stop.signal);
}

test('a member that lost its volume takes its place anew, as a learner until it has the log', async () => {
  const etcd = new FakeEtcd();
  etcd.behind = 3;
  await live(etcd);
  expect(etcd.done).toEqual(['remove', 'add', 'id 100', 'start', 'promote']);
  expect(etcd.own).toMatchObject({ id: '100', name: 'node-1', isLearner: false });
  expect(etcd.heldBy).toBeUndefined();
});

test.each(['remove', 'add', 'promote'])(
  'killed right after %s, the next container goes on',
  async (change) => {
    const etcd = new FakeEtcd();
    etcd.killAfter = change;
    // The driver takes an error for a refusal and asks again; a kill ends it there.
    etcd.onTick = () => {
      if (etcd.killAfter === '') throw new Killed();
    };
    await expect(live(etcd)).rejects.toBeInstanceOf(Killed);
    if (change === 'promote') etcd.data = { kind: 'kept', memberId: '100' };
    etcd.onTick = () => undefined;
    await live(etcd);
    expect(etcd.done.filter((one) => one === 'remove')).toHaveLength(1);
    expect(etcd.done.filter((one) => one === 'add')).toHaveLength(1);
    expect(etcd.own).toMatchObject({ id: '100', isLearner: false });
  },
);

test('a member killed before its promotion is promoted by the next container', async () => {
  const etcd = new FakeEtcd();
  await joinEtcd(etcd.tools);
  etcd.start('100');
  etcd.data = { kind: 'kept', memberId: '100' };
  await live(etcd);
  expect(etcd.done.slice(-2)).toEqual(['start', 'promote']);
  expect(etcd.own?.isLearner).toBe(false);
});

test('membership stays as it is while somebody else makes a member unavailable', async () => {
  const etcd = new FakeEtcd();
  etcd.heldBy = operation('patroni/node-2');
  let waited: readonly string[] = ['not looked at'];
  etcd.onTick = (time) => {
    if (time === 10_000) waited = [...etcd.done];
    if (time >= 10_000) etcd.heldBy = undefined;
  };
  const joined = await joinEtcd(etcd.tools);
  expect(waited).toEqual([]);
  expect(joined?.operation?.operation).toMatchObject({ holder: 'etcd/node-1', node: 'node-1' });
});

test('without quorum it waits, and goes on when the others have it again', async () => {
  const etcd = new FakeEtcd();
  etcd.quorum = false;
  etcd.onTick = (time) => {
    if (time === 59_000) expect(etcd.done).toEqual([]);
    if (time >= 60_000) etcd.quorum = true;
  };
  await live(etcd);
  expect(etcd.done.at(-1)).toBe('promote');
  // One line, not sixty.
  expect(etcd.logged.filter((line) => line.includes('"wait"'))).toHaveLength(1);
});

test('a stop ends the wait and starts nothing', async () => {
  const etcd = new FakeEtcd();
  etcd.quorum = false;
  etcd.onTick = () => {
    etcd.stop.abort();
  };
  expect(await joinEtcd(etcd.tools)).toBeUndefined();
});

test('an ordinary start changes nothing', async () => {
  const etcd = new FakeEtcd();
  const memberId = etcd.own?.id ?? '';
  etcd.data = { kind: 'kept', memberId };
  await live(etcd);
  expect(etcd.done).toEqual([`id ${memberId}`, 'start']);
});
