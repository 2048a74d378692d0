import { beforeEach, describe, expect, test } from 'vitest';
import type { ReloadConsole } from '../../src/live/pgbouncer-console.js';
import { PoolGrowth } from '../../src/pools/pool-growth.js';
import type { PoolShare } from '../../src/pools/pool-share.js';
import { FULL, shareOf, SMALLER } from './pools-of-200.js';
import { VirtualClock } from './virtual-clock.js';

const POLL_MS = 2000;

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

function newGuard(): PoolGrowth {
  const growth = new PoolGrowth(pgbouncer.file, FULL, {
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
  void growth.run();
  return growth;
}

beforeEach(() => {
  clock = new VirtualClock();
  pgbouncer = new FakePgbouncer();
  live = shareOf(100);
  canWrite = true;
  lines = [];
});

describe('pools that were made smaller', () => {
  test('stay so while PostgreSQL has no room for all of them', async () => {
    const growth = newGuard();
    await clock.advance(60_000);
    live = shareOf(198);
    await clock.advance(60_000);
    expect(pgbouncer).toMatchObject({ file: SMALLER, reloads: 0 });
    expect(growth.mostConnections).toBe(28);
  });

  test('are full within two seconds of the larger max_connections, and one line says so', async () => {
    const growth = newGuard();
    await clock.advance(10_000);
    live = shareOf(200);
    await clock.advance(POLL_MS);
    expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 1 });
    expect(growth.mostConnections).toBe(62);
    expect(lines).toEqual([
      ['pools full', { before: 28, most: 62, share: 62, sum: 'max_connections 200' }],
    ]);
  });

  test('are left alone once they are full', async () => {
    live = shareOf(200);
    newGuard();
    await clock.advance(0);
    live = shareOf(100);
    await clock.advance(60_000);
    expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 1 });
  });

  test('stay so while nobody says what PostgreSQL has', async () => {
    live = undefined;
    newGuard();
    await clock.advance(60_000);
    expect(pgbouncer.reloads).toBe(0);
  });

  test('wait for the end of a pause', async () => {
    pgbouncer.paused = true;
    live = shareOf(200);
    newGuard();
    await clock.advance(10_000);
    expect(pgbouncer.runsWith).toBe(SMALLER);
    pgbouncer.paused = false;
    await clock.advance(POLL_MS);
    expect(pgbouncer.runsWith).toBe(FULL);
    expect(lines.map(([event]) => event)).toEqual(['pools not full yet', 'pools full']);
  });
});

test.each([
  ['PgBouncer does not answer', (works: boolean) => (pgbouncer.answers = works)],
  ['the file cannot be written', (works: boolean) => (canWrite = works)],
])('%s: it is told once, and tried until it works', async (_, set) => {
  set(false);
  live = shareOf(200);
  newGuard();
  await clock.advance(10_000);
  expect(lines.map(([event]) => event)).toEqual(['pools not full yet']);
  set(true);
  await clock.advance(POLL_MS);
  expect(pgbouncer.runsWith).toBe(FULL);
});

test('a PgBouncer that may have read the full file already is not taken for a smaller one', async () => {
  pgbouncer.answers = false;
  live = shareOf(200);
  const growth = newGuard();
  await clock.advance(POLL_MS);
  expect(growth.mostConnections).toBe(62);
});

test('a guard reloads what the one before has only written: it was killed in between', async () => {
  pgbouncer.file = FULL;
  live = undefined;
  newGuard();
  await clock.advance(0);
  expect(pgbouncer).toMatchObject({ runsWith: FULL, reloads: 1 });
});
