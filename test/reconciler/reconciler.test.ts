import { expect, test } from 'vitest';
import type { PatroniRest } from '../../src/live/patroni-rest.js';
import { dcsKeys } from '../../src/model/reconciler-status.js';
import { Reconciler } from '../../src/reconciler/reconciler.js';
import { DONE, refuse, waitFor, type StepOutcome } from '../../src/reconciler/step.js';
import { cluster, desired, FakeClock, FakeSql, FakeStore } from './factories.js';

const REACHED = dcsKeys.reached('orders', 'd1');
const REFUSED = dcsKeys.refused('orders', 'd1');

/** A reconciler of one step that ends as told, and goes on doing so after the last. */
function reconciler({ outcomes, store }: { outcomes: StepOutcome[]; store: FakeStore }) {
  const clock = new FakeClock();
  const lines: string[] = [];
  let passes = 0;
  const step = {
    name: 'only',
    run: () => {
      const outcome = outcomes[Math.min(passes, outcomes.length - 1)] ?? DONE;
      passes += 1;
      return Promise.resolve(outcome);
    },
  };
  const rest: PatroniRest = {
    cluster: () => Promise.resolve(cluster()),
    config: () => Promise.reject(new Error('not asked')),
    member: () => Promise.resolve({}),
    alive: () => Promise.resolve(true),
    switchover: () => Promise.reject(new Error('not asked')),
  };
  const tools = {
    patroniAt: () => rest,
    connect: () => Promise.resolve(new FakeSql()),
    postgres: {
      superuser: { username: 'postgres', password: 'p' },
      restApi: { username: 'patroni', password: 'p' },
    },
    roles: { key: 'k' },
    log: (event: string) => lines.push(event),
    store,
    clock,
    timestamp: () => 'T',
    settings: () => ({ pendingChanges: [], drift: [] }),
  };
  return { subject: new Reconciler(tools, desired(), [step]), clock, lines };
}

test('a state that is never reached is given up at the deadline, with the reason kept', async () => {
  const store = new FakeStore();
  const { subject, clock } = reconciler({ outcomes: [waitFor('no standby')], store });
  await expect(subject.run()).rejects.toMatchObject({
    kind: 'live',
    problems: [{ code: 'RECONCILE_DEADLINE', got: 'only: no standby' }],
  });
  expect(clock.milliseconds).toBeGreaterThanOrEqual(60_000);
  expect(clock.milliseconds).toBeLessThan(63_000);
  expect(store.keys[REFUSED]).toBe('only: no standby');
});

test('at the deadline a wait that has a code of its own is a refusal that says the way out', async () => {
  const store = new FakeStore();
  const atDeadline = { code: 'POOLS_NOT_SMALLER', need: 'smaller pools', fix: 'two steps' };
  const outcomes: StepOutcome[] = [{ ...waitFor('too large'), atDeadline }];
  await expect(reconciler({ outcomes, store }).subject.run()).rejects.toMatchObject({
    kind: 'live',
    problems: [{ ...atDeadline, got: 'only: too large' }],
  });
  expect(store.keys[REFUSED]).toBe('only: too large; two steps');
});

test('a state that cannot be carried out is given up at once', async () => {
  const store = new FakeStore();
  const { subject, clock } = reconciler({ outcomes: [refuse('no such extension')], store });
  await expect(subject.run()).rejects.toMatchObject({ problems: [{ code: 'RECONCILE_REFUSED' }] });
  expect(clock.milliseconds).toBe(0);
});

test('a new attempt takes the reason of the last one back', async () => {
  const store = new FakeStore({ [REFUSED]: 'the last attempt' });
  const { subject, clock } = reconciler({ outcomes: [waitFor('no standby')], store });
  const seen: (string | undefined)[] = [];
  clock.sleep = () => {
    seen.push(store.keys[REFUSED]);
    return Promise.reject(new Error('seen'));
  };
  await expect(subject.run()).rejects.toThrow('seen');
  expect(seen).toEqual([undefined]);
});

test('once reached it stays healthy, whatever becomes of the cluster', async () => {
  const store = new FakeStore({ [REFUSED]: 'before' });
  const { subject } = reconciler({ outcomes: [DONE, waitFor('host died')], store });
  await subject.pass();
  expect(subject.status).toMatchObject({ reached: true, up: true, reasons: [] });
  expect(store.keys).toEqual({ [REACHED]: 'T' });
  await subject.pass();
  expect(subject.status).toMatchObject({ reached: true, up: false, reasons: ['host died'] });
});

test('a new process of a state reached before has no deadline', async () => {
  const store = new FakeStore({ [REACHED]: 'earlier' });
  const { subject } = reconciler({ outcomes: [waitFor('host died')], store });
  await expect(subject.run()).rejects.toThrow('an hour is over');
  expect(subject.status).toMatchObject({ reached: true, reachedAt: 'earlier', up: false });
  expect(store.keys[REFUSED]).toBeUndefined();
});

test('each decision is logged once, not once a pass', async () => {
  const store = new FakeStore();
  const { subject, lines } = reconciler({ outcomes: [waitFor('x'), waitFor('x'), DONE], store });
  for (let turn = 0; turn < 4; turn += 1) await subject.pass();
  expect(lines).toEqual(['waiting', 'cluster is up', 'desired state reached']);
});
