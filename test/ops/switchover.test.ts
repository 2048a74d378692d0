import { expect, test } from 'vitest';
import { switchover } from '../../src/ops/switchover.js';
import { FakePatroni } from '../handover/fake-patroni.js';
import { cluster, member, topology } from '../reconciler/factories.js';

const refused = expect.objectContaining({ kind: 'refused' }) as unknown;

function tools(patroni: FakePatroni) {
  return { ...patroni.tools, topology: topology() };
}

test('moves the leader to the sync standby, or to the one that is named', async () => {
  const patroni = new FakePatroni();
  expect(await switchover(tools(patroni))).toEqual({ from: 'a', to: 'b', seconds: 1 });
  await expect(switchover(tools(new FakePatroni()), 'c')).rejects.toEqual(refused);
  expect(patroni.events).toContain('switchover a b at patroni-a');
});

test('moves nothing in a paused cluster, or without a leader', async () => {
  const paused = new FakePatroni();
  paused.cluster = cluster(undefined, true);
  await expect(switchover(tools(paused))).rejects.toEqual(refused);
  const headless = new FakePatroni();
  headless.cluster = cluster([member('b', 'sync_standby')]);
  await expect(switchover(tools(headless))).rejects.toEqual(refused);
  expect([...paused.events, ...headless.events]).toEqual([]);
});
