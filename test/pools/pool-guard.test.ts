import { beforeEach, describe, expect, test } from 'vitest';
import type { PoolConsole } from '../../src/live/pgbouncer-console.js';
import { PoolGuard } from '../../src/pools/pool-guard.js';
import { VirtualClock } from './virtual-clock.js';

const LONGEST_MS = 15_000;
const LIMIT_MS = 5_000;

/** A PgBouncer whose running transactions end when the test says so. */
class FakePgbouncer implements PoolConsole {
  paused = false;
  pausedByOther = false;
  answers = true;
  drain: () => void = () => undefined;

  pause(): Promise<'drained' | 'refused'> {
    if (this.pausedByOther) return Promise.resolve('refused');
    if (!this.answers) return Promise.reject(new Error('no socket'));
    this.paused = true;
    return new Promise((resolve) => {
      this.drain = () => {
        resolve('drained');
      };
    });
  }

  resume(): Promise<void> {
    if (!this.answers) return Promise.reject(new Error('no socket'));
    this.paused = false;
    this.pausedByOther = false;
    return Promise.resolve();
  }
}

let clock: VirtualClock;
let pgbouncer: FakePgbouncer;
let behind: Record<string, string | undefined>;
let events: string[];
let guard: PoolGuard;

function newGuard(): PoolGuard {
  return new PoolGuard({
    console: pgbouncer,
    primaryBehind: (address) => Promise.resolve(behind[address]),
    proxies: () => Promise.resolve(Object.keys(behind)),
    clock,
    longestPauseMs: LONGEST_MS,
    log: (event, { reason = '' } = {}) => events.push(`${event} ${reason as string}`.trim()),
  });
}

beforeEach(() => {
  clock = new VirtualClock();
  pgbouncer = new FakePgbouncer();
  behind = { 'proxy-1': 'a', 'proxy-2': 'a' };
  events = [];
  guard = newGuard();
});

/** Pauses pools in which nothing runs. */
async function pauseAtOnce(): Promise<void> {
  const answer = guard.pause(LIMIT_MS);
  await clock.advance(0);
  pgbouncer.drain();
  expect(await answer).toEqual({ paused: true, drained: true });
}

describe('a pause', () => {
  test('is answered once the last running transaction has ended', async () => {
    let answer: unknown;
    void guard.pause(LIMIT_MS).then((paused) => (answer = paused));
    await clock.advance(3000);
    expect(answer).toBeUndefined();
    pgbouncer.drain();
    await clock.advance(0);
    expect(answer).toEqual({ paused: true, drained: true });
  });

  test('lasts on at the limit: one long transaction must not cost the others an error', async () => {
    const answer = guard.pause(LIMIT_MS);
    await clock.advance(LIMIT_MS);
    expect(await answer).toEqual({ paused: true, drained: false });
    expect(pgbouncer.paused).toBe(true);
  });

  test('is refused where an administrator has paused, and that pause is left alone', async () => {
    pgbouncer.pausedByOther = true;
    const answer = guard.pause(LIMIT_MS);
    await clock.advance(0);
    expect(await answer).toMatchObject({ paused: false });
    await clock.advance(2 * LONGEST_MS);
    expect(pgbouncer.pausedByOther).toBe(true);
    expect(guard.pausedForMs).toBeUndefined();
  });
});

describe('the pools are resumed', () => {
  test('without a word from anybody, once every HAProxy leads to a new primary', async () => {
    await pauseAtOnce();
    behind = { 'proxy-1': undefined, 'proxy-2': undefined };
    await clock.advance(2000);
    behind = { 'proxy-1': 'b', 'proxy-2': undefined };
    await clock.advance(1000);
    expect(pgbouncer.paused).toBe(true);
    behind = { 'proxy-1': 'b', 'proxy-2': 'b' };
    await clock.advance(200);
    expect(pgbouncer.paused).toBe(false);
    expect(events).toContain('resumed a new primary takes writes');
  });

  test('not while the old primary is still there: the handover has not begun', async () => {
    await pauseAtOnce();
    await clock.advance(LONGEST_MS - 1000);
    expect(pgbouncer.paused).toBe(true);
  });

  test('with the same primary, if the handover is over: it came to nothing', async () => {
    await pauseAtOnce();
    guard.resume();
    await clock.advance(200);
    expect(pgbouncer.paused).toBe(false);
  });

  test('not at the word of whoever asked, while nobody takes writes', async () => {
    await pauseAtOnce();
    behind = { 'proxy-1': undefined, 'proxy-2': undefined };
    guard.resume();
    await clock.advance(3000);
    expect(pgbouncer.paused).toBe(true);
  });

  test('although one HAProxy does not follow, two seconds after the first', async () => {
    await pauseAtOnce();
    behind = { 'proxy-1': 'b', 'proxy-2': undefined };
    await clock.advance(2500);
    expect(pgbouncer.paused).toBe(false);
  });

  test('after the longest pause, whoever asked and whatever became of it', async () => {
    await pauseAtOnce();
    behind = { 'proxy-1': undefined };
    await clock.advance(LONGEST_MS + 200);
    expect(pgbouncer.paused).toBe(false);
    expect(events).toContain('resumed longest pause');
  });

  test('at the start of a guard: the one before was killed in the middle of a pause', async () => {
    await pauseAtOnce();
    await newGuard().start();
    expect(pgbouncer.paused).toBe(false);
  });

  test('when PgBouncer answers again', async () => {
    await pauseAtOnce();
    pgbouncer.answers = false;
    guard.resume();
    await clock.advance(2000);
    expect(events).toContain('not-resumed no socket');
    pgbouncer.answers = true;
    await clock.advance(200);
    expect(pgbouncer.paused).toBe(false);
    expect(guard.pausedForMs).toBeUndefined();
  });
});

test('a second handover during a pause waits for yet another primary, within the same bound', async () => {
  await pauseAtOnce();
  behind = { 'proxy-1': 'b', 'proxy-2': undefined };
  await clock.advance(1000);
  const again = guard.pause(LIMIT_MS);
  await clock.advance(0);
  expect(await again).toEqual({ paused: true, drained: true });
  behind = { 'proxy-1': 'b', 'proxy-2': 'b' };
  await clock.advance(5000);
  expect(pgbouncer.paused).toBe(true);
  await clock.advance(LONGEST_MS - 6000 + 200);
  expect(pgbouncer.paused).toBe(false);
});
