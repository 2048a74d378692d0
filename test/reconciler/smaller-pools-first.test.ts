import { expect, test, vi } from 'vitest';
import type { PoolDemand } from '../../src/live/pool-guards.js';
import { configChanges, desiredConfig } from '../../src/reconciler/config-tree.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import { named } from '../../src/reconciler/patch-phases.js';
import { smallerPoolsFirst } from '../../src/reconciler/smaller-pools-first.js';
import { topology } from './factories.js';
import { FakeCluster, wanted } from './fake-cluster.js';

const base = { max_connections: '100', work_mem: '4MB' };
/** 60 - 3 reserved - 10 of our own = 47 for pools, 15 for each of three PgBouncers. */
const lower = { ...base, max_connections: '60' };

function withThreePgbouncers(state: DesiredState): DesiredState {
  const { pgbouncer, ...rest } = topology();
  return { ...state, topology: { ...rest, pgbouncer: { ...pgbouncer, tasks: 3 } } };
}

function pools(...most: (number | undefined)[]): PoolDemand[] {
  return most.map((connections, index) => {
    const address = `10.0.0.${index + 1}`;
    return connections === undefined
      ? { address, reason: 'HTTP 404' }
      : { address, most: connections };
  });
}

/** What becomes of a change of `from` to `to` beside these PgBouncers. */
async function outcomeOf(
  demand: readonly PoolDemand[],
  { from = base, to = lower }: { from?: Record<string, string>; to?: Record<string, string> } = {},
) {
  const log = vi.fn();
  const ask = vi.fn(() => Promise.resolve(demand));
  const desired = withThreePgbouncers(wanted(to));
  const changes = configChanges(desiredConfig(wanted(from)), desiredConfig(desired));
  return { outcome: await smallerPoolsFirst(ask, { desired, log }, changes.map(named)), ask, log };
}

test('fewer connections wait while the pools that run may take more than they leave', async () => {
  const { outcome, ask } = await outcomeOf(pools(15, 15, 28));
  expect(ask).toHaveBeenCalledWith(47, 3);
  expect(outcome).toMatchObject({
    kind: 'wait',
    reasons: [
      'max_connections stays 100: PgBouncers that run take up to 58 connections, ' +
        'and 47 are left for them: max_connections 60 - reserved 3 - own 10',
    ],
    atDeadline: { code: 'POOLS_NOT_SMALLER' },
  });
});

test.each([
  ['fit', pools(15, 15, 15)],
  ['are in guards of an earlier release', pools(undefined, undefined, undefined)],
  ['are on hosts that are gone', pools()],
])('fewer connections do not wait for pools that %s', async (_, demand) => {
  expect((await outcomeOf(demand)).outcome).toBeUndefined();
});

test('a PgBouncer that Swarm is replacing counts with its share', async () => {
  // 20 + 20 would fit into 47; with the third at its new 15 they do not.
  expect((await outcomeOf(pools(20, 20))).outcome).toMatchObject({ kind: 'wait' });
  expect((await outcomeOf(pools(15, 15))).outcome).toBeUndefined();
});

test('PgBouncers beyond those wanted count as long as they answer', async () => {
  expect((await outcomeOf(pools(15, 15, 15, 15))).outcome).toMatchObject({ kind: 'wait' });
  expect((await outcomeOf(pools(15, 15, 15, undefined))).outcome).toBeUndefined();
});

test('reserved connections are none that pools find', async () => {
  const to = { ...lower, superuser_reserved_connections: '5', reserved_connections: '1' };
  // 60 - 6 - 10 = 44
  const { outcome } = await outcomeOf(pools(15, 15, 15), { to });
  expect(JSON.stringify(outcome)).toContain('max_connections 60 - reserved 6 - own 10');
});

test('guards that do not say are told in the log', async () => {
  const { log } = await outcomeOf(pools(15, undefined, 15));
  expect(log).toHaveBeenCalledWith('max_connections is lowered without asking some pools', {
    silent: [{ address: '10.0.0.2', reason: 'HTTP 404' }],
  });
});

test.each([
  ['is raised', { ...base, max_connections: '200' }],
  ['stays', { ...base, work_mem: '8MB' }],
])('nobody is asked where max_connections %s', async (_, to) => {
  const { outcome, ask } = await outcomeOf(pools(50, 50, 50), { to });
  expect(outcome).toBeUndefined();
  expect(ask).not.toHaveBeenCalled();
});

test('a limit that is gone from the file falls to the default of Patroni', async () => {
  const { outcome } = await outcomeOf(pools(40, 40, 40), {
    from: { ...base, max_connections: '200' },
    to: { work_mem: '4MB' },
  });
  expect(JSON.stringify(outcome)).toContain('max_connections 100 - reserved 3 - own 10');
});

test('while pools are too large nothing is sent and nobody restarted; the settings are tried once', async () => {
  const cluster = new FakeCluster(base);
  cluster.demand = pools(60);
  const outcome = await cluster.converge(wanted({ ...lower, work_mem: '8MB' }));
  expect(outcome.kind).toBe('wait');
  expect(cluster.acts).toEqual([]);
  expect(cluster.tried).toHaveLength(1);
  expect(cluster.config).toMatchObject({ postgresql: { parameters: base } });
  cluster.demand = pools(47);
  expect((await cluster.converge(wanted({ ...lower, work_mem: '8MB' }))).kind).toBe('done');
  expect(cluster.running('a')).toMatchObject({ max_connections: '60' });
});

test('a raise beside it is carried out while fewer connections wait for the pools', async () => {
  const cluster = new FakeCluster({ ...base, max_worker_processes: '8' });
  cluster.demand = pools(60);
  const outcome = await cluster.converge(wanted({ ...lower, max_worker_processes: '16' }));
  expect(outcome).toMatchObject({ kind: 'wait', atDeadline: { code: 'POOLS_NOT_SMALLER' } });
  expect(cluster.running('a')).toMatchObject({
    max_connections: '100',
    max_worker_processes: '16',
  });
});

test('going back to a state that was reached waits for no pools: it restarts nobody', async () => {
  const cluster = new FakeCluster(base);
  const state = wanted(base);
  cluster.settle(state);
  await cluster.converge(wanted({ ...base, max_connections: '200' }, { digest: 'd2' }), 3);
  cluster.demand = pools(180);
  expect((await cluster.converge(state)).kind).toBe('done');
  expect(cluster.config).toMatchObject({ postgresql: { parameters: base } });
});

test('pools are asked to stay small until nothing runs with more connections', async () => {
  const cluster = new FakeCluster(base);
  cluster.demand = pools(47);
  expect((await cluster.converge(wanted(lower))).kind).toBe('done');
  const restarts = cluster.acts.filter((act) => act.startsWith('restart'));
  expect(restarts).toHaveLength(3);
  // Before the settings are sent, and before each restart.
  expect(cluster.askedPools).toEqual([47, 47, 47, 47]);
});

test('nobody restarts while a PgBouncer that started in between takes too much', async () => {
  const cluster = new FakeCluster(base);
  cluster.demand = pools(47);
  await cluster.converge(wanted(lower), 1);
  cluster.demand = pools(60);
  expect((await cluster.converge(wanted(lower))).kind).toBe('wait');
  expect(cluster.acts).toEqual(['patch max_connections']);
  cluster.demand = pools(47);
  expect((await cluster.converge(wanted(lower))).kind).toBe('done');
});

test('pools are left alone by a change that is refused', async () => {
  const cluster = new FakeCluster(base);
  cluster.trial = { kind: 'fails', reason: 'FATAL: no' };
  expect((await cluster.converge(wanted(lower))).kind).toBe('refuse');
  expect(cluster.askedPools).toEqual([]);
});
