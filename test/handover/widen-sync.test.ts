import { expect, test } from 'vitest';
import { lend, takeBack } from '../../src/handover/lend-setting.js';
import { widenSync, worthWidening } from '../../src/handover/widen-sync.js';
import { cluster, member } from '../reconciler/factories.js';
import { FakePatroni, marks } from './fake-patroni.js';

const NOW = '2026-11-27T10:05:00.000Z';
const OLD = '2026-11-26T10:00:00.000Z';

function worth(
  started: Readonly<Record<string, string>>,
  over: { mode?: boolean; paused?: boolean } = {},
) {
  const { mode: syncMode = true, paused = false } = over;
  const startedAt = new Map(Object.entries(started).map(([name, at]) => [`patroni/${name}`, at]));
  const seen = { cluster: cluster(undefined, paused), syncMode, marks: marks({ startedAt }) };
  return worthWidening(seen, 'a', NOW);
}

test('a member that was rolled minutes ago should lead, where the sync standby was not', () => {
  expect(worth({ a: OLD, b: OLD, c: '2026-11-27T10:01:00.000Z' })).toBe('c');
});

test.each([
  ['the sync standby was rolled last', { a: OLD, b: '2026-11-27T10:01:00.000Z', c: OLD }, {}],
  ['no member was rolled of late', { a: OLD, b: OLD, c: '2026-11-27T09:01:00.000Z' }, {}],
  [
    'the leader is the newest itself',
    { a: '2026-11-27T10:04:00.000Z', c: '2026-11-27T10:01:00.000Z' },
    {},
  ],
  ['every replica may lead', { a: OLD, b: OLD, c: '2026-11-27T10:01:00.000Z' }, { mode: false }],
  ['the cluster is paused', { a: OLD, b: OLD, c: '2026-11-27T10:01:00.000Z' }, { paused: true }],
  ['nobody has said when it started', {}, {}],
])('nobody is made synchronous where %s', (_, started, over) => {
  expect(worth(started, over)).toBeUndefined();
});

function lending() {
  const patroni = new FakePatroni();
  const wake = () => {
    patroni.wakes += 1;
    return Promise.resolve();
  };
  const { controlAt, lent } = patroni;
  const tools = { ...patroni.tools, controlAt, lent, wake };
  const over = new AbortController();
  const request = { by: 'patroni/a', to: 'c', withinMs: 6000, over: over.signal };
  return { patroni, tools, request };
}

test('one sync standby more, and then as before', async () => {
  const { patroni, tools, request } = lending();
  patroni.config = { synchronous_mode: true, synchronous_node_count: 1 };
  expect(await widenSync(tools, request)).toBe(true);
  expect(patroni.loan).toEqual({ by: 'patroni/a', value: 1 });
  expect(patroni.wakes, 'Patroni looks at once, not in its next loop').toBeGreaterThan(1);
  await takeBack(tools);
  expect(patroni.config).toMatchObject({ synchronous_node_count: 1 });
  expect(patroni.loan).toBeUndefined();
});

test('a widening that was left is taken up, not widened again', async () => {
  const { patroni, tools, request } = lending();
  patroni.loan = { by: 'patroni/b', value: null };
  patroni.config = { synchronous_mode: true, synchronous_node_count: 2 };
  await widenSync(tools, request);
  expect(patroni.config).toMatchObject({ synchronous_node_count: 2 });
  expect(patroni.loan).toEqual({ by: 'patroni/a', value: null });
});

test('a setting that was written with its unit is taken back as it was', async () => {
  const { patroni, tools } = lending();
  patroni.config = { member_slots_ttl: '24h' };
  const ttl = { ...tools, lent: { ...tools.lent, name: 'member_slots_ttl' } };
  await lend(ttl, 'reconciler', () => 1);
  expect(patroni.config).toEqual({ member_slots_ttl: 1 });
  await takeBack(ttl);
  expect(patroni.config).toEqual({ member_slots_ttl: '24h' });
});

test('what is remembered stays so until Patroni has taken it back', async () => {
  const { patroni, tools } = lending();
  patroni.loan = { by: 'patroni/b', value: null };
  const silent = () => ({
    ...tools.controlAt('a'),
    patchConfig: () => Promise.reject(new Error('silent')),
  });
  await expect(takeBack({ ...tools, controlAt: silent })).rejects.toThrow();
  expect(patroni.loan).toBeDefined();
});

test('nothing is patched where nothing was widened', async () => {
  const { patroni, tools } = lending();
  await takeBack(tools);
  expect(patroni.events).toEqual([]);
});

test('a member that is away is given up in time', async () => {
  const { patroni, tools, request } = lending();
  patroni.cluster = cluster([member('a', 'leader', 'running'), member('b', 'sync_standby')]);
  expect(await widenSync(tools, request)).toBe(false);
  expect(patroni.clock.now()).toBeLessThan(7000);
});
