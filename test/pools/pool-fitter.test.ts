import { beforeEach, describe, expect, test } from 'vitest';
import type { ReloadConsole } from '../../src/live/pgbouncer-console.js';
import { PoolFitter } from '../../src/pools/pool-fitter.js';
import type { PoolShare } from '../../src/pools/pool-share.js';
import { FULL, shareOf, SMALLER } from './pools-of-200.js';
import { VirtualClock } from './virtual-clock.js';

const POLL_MS = 5000;
const CEILING_MS = 120_000;

/** A PgBouncer that reads its file at a `RELOAD`. */
class FakePgbouncer implements ReloadConsole {
  file = SMALLER;
  runsWith = SMALLER;
  reloads = 0;
  paused = false;
  answers = true;

  reload(): Promise<boolean> {
    if (!this.answers) return Promise.reject(new Error('no socket'));
    if (this.paused) return Promise.resolve(false);
    this.runsWith = this.file;
    this.reloads += 1;
    return Promise.resolve(true);
  }
}

let clock: VirtualClock;
let pgbouncer: FakePgbouncer;
let live: PoolShare | undefined;
let canWrite: boolean;
let lines: [event: string, facts: unknown][];

function newGuard(): PoolFitter {
  const fitter = new PoolFitter(pgbouncer.file, FULL, {
    console: pgbouncer,
    ask: () => Promise.resolve(live),
    write: (ini) => {
      if (!canWrite) return Promise.reject(new Error('no space'));
      pgbouncer.file = ini;
      return Promise.resolve();
    },
    clock,
    log: (event, facts) => lines.push([event, facts]),
  });
  void fitter.run();
  return fitter;
}

beforeEach(() => {
  clock = new VirtualClock();
  pgbouncer = new FakePgbouncer();
  live = shareOf(100);
  canWrite = true;
  lines = [];
});

/** As a guard that has run for a while, with pools for `max_connections` 200. */
async function fullGuard(): Promise<PoolFitter> {
  live = shareOf(200);
  const fitter = newGuard();
  await clock.advance(0);
  lines = [];
  pgbouncer.reloads = 0;
  return fitter;
}

test('pools stay as they are while PostgreSQL has no more room', async () => {
  const fitter = newGuard();
  await clock.advance(60_000);
  expect(pgbouncer).toMatchObject({ file: SMALLER, runsWith: SMALLER, reloads: 1 });
  expect(fitter.mostConnections).toBe(28);
  expect(lines).toEqual([]);
});

test('pools follow a larger max_connections within five seconds, and one line says so', async () => {
  const fitter = newGuard();
  await clock.advance(10_000);
  live = shareOf(200);
  await clock.advance(POLL_MS);
  expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 2 });
  expect(fitter.mostConnections).toBe(62);
  expect(lines).toEqual([
    ['pools fitted', { before: 28, most: 62, share: 62, sum: 'max_connections 200' }],
  ]);
});

test('pools follow a max_connections that somebody lowered by hand', async () => {
  const fitter = await fullGuard();
  live = shareOf(100);
  await clock.advance(POLL_MS);
  expect(pgbouncer).toMatchObject({ runsWith: SMALLER, reloads: 1 });
  expect(fitter.mostConnections).toBe(28);
});

test('pools stay while nobody says what PostgreSQL has', async () => {
  await fullGuard();
  live = undefined;
  await clock.advance(60_000);
  expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 0 });
});

test('a guard loads what the one before may only have written: it was killed in between', async () => {
  pgbouncer.file = FULL;
  live = undefined;
  newGuard();
  await clock.advance(0);
  expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 1 });
});

describe('before PostgreSQL has less', () => {
  test('pools are smaller as soon as somebody asks', async () => {
    const fitter = await fullGuard();
    expect(await fitter.keepWithin(29)).toBe(28);
    expect(pgbouncer).toMatchObject({ runsWith: SMALLER, reloads: 1 });
  });

  test('they stay so until it has, and then follow it again', async () => {
    const fitter = await fullGuard();
    await fitter.keepWithin(29);
    await clock.advance(60_000);
    expect(pgbouncer).toMatchObject({ runsWith: SMALLER, reloads: 1 });
    live = shareOf(100);
    await clock.advance(POLL_MS);
    live = shareOf(200);
    await clock.advance(POLL_MS);
    expect(pgbouncer.runsWith).toBe(FULL);
  });

  test('they stay so although PostgreSQL had no more a moment ago, and has now', async () => {
    const fitter = newGuard();
    await clock.advance(0);
    live = shareOf(200);
    expect(await fitter.keepWithin(29)).toBe(28);
    await clock.advance(POLL_MS);
    expect(pgbouncer.runsWith).toBe(SMALLER);
  });

  test('they are as before when nobody has asked for two minutes', async () => {
    const fitter = await fullGuard();
    await fitter.keepWithin(29);
    await clock.advance(CEILING_MS / 2);
    await fitter.keepWithin(29);
    await clock.advance(CEILING_MS - POLL_MS);
    expect(pgbouncer.runsWith).toBe(SMALLER);
    await clock.advance(2 * POLL_MS);
    expect(pgbouncer.runsWith).toBe(FULL);
  });

  test('pools that fit already stay', async () => {
    const fitter = await fullGuard();
    expect(await fitter.keepWithin(100)).toBe(62);
    expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 0 });
  });

  test('a PgBouncer whose primary is not known takes less all the same, and no more than it did', async () => {
    pgbouncer.file = FULL;
    live = undefined;
    const fitter = newGuard();
    expect(await fitter.keepWithin(29)).toBe(28);
    expect(await fitter.keepWithin(100)).toBe(28);
  });

  test.each<[string, () => void]>([
    ['is paused', () => (pgbouncer.paused = true)],
    ['does not answer', () => (pgbouncer.answers = false)],
    ['has no space for its file', () => (canWrite = false)],
  ])('whoever asks is told that a PgBouncer takes as much as before: it %s', async (_, hinder) => {
    const fitter = await fullGuard();
    hinder();
    expect(await fitter.keepWithin(29)).toBe(62);
    expect(pgbouncer.runsWith).toBe(FULL);
  });
});

test('a PgBouncer that may have read the larger file already is not taken for a smaller one', async () => {
  const fitter = newGuard();
  await clock.advance(0);
  pgbouncer.answers = false;
  live = shareOf(200);
  await clock.advance(POLL_MS);
  expect(fitter.mostConnections).toBe(62);
});

test.each([
  ['the pools are paused', (hindered: boolean) => (pgbouncer.paused = hindered)],
  ['no socket', (hindered: boolean) => (pgbouncer.answers = !hindered)],
  ['no space', (hindered: boolean) => (canWrite = !hindered)],
])('%s: it is told once, and tried until it works', async (reason, hinder) => {
  newGuard();
  await clock.advance(0);
  hinder(true);
  live = shareOf(200);
  await clock.advance(30_000);
  expect(lines).toEqual([['pools not fitted yet', { reason }]]);
  hinder(false);
  await clock.advance(POLL_MS);
  expect(pgbouncer.runsWith).toBe(FULL);
  expect(lines[1]).toMatchObject(['pools fitted', { before: 28, most: 62 }]);
});
