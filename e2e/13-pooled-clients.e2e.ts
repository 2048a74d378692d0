import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { cli, cliJson } from './support/cli.js';
import { endpoint, leader, PORTS, waitWhole } from './support/cluster.js';
import { record, recordSeconds } from './support/figures.js';
import { containersOf, dockerOn, execIn, lab, SCOPE } from './support/lab-hosts.js';
import { PooledClients, type PooledRecord } from './support/pooled-clients.js';
import { LONGEST_PAUSE_SECONDS, pausedForMs, waitPaused } from './support/pool-pauses.js';
import { queryOnce, ShortLivedClient } from './support/short-lived-client.js';
import { told } from './support/shell.js';
import { sleep, waitUntil } from './support/wait.js';

/** A guard that was killed is back, and has resumed. */
const GUARD_BACK_SECONDS = 8;
/** Swarm starts a task 2 s after its end; one that comes up during the handover waits for it. */
const POOLER_BACK_SECONDS = 12;
/** A new leader, its standbys, and one of them synchronous. */
const WHOLE_SECONDS = 90;
/** After a handover: an HAProxy that does not follow is waited for 2 s. */
const RESUMED_SECONDS = 4;
const SETTLE_MS = 2_000;
const POOLER = names.pgbouncer(SCOPE);
const TABLE = 'Pooled clients (longest wait for one transaction)';

beforeAll(() => waitWhole(60));
beforeEach(() => waitWhole(WHOLE_SECONDS));

/** Runs `work` under 50 clients of the pools; they are stopped whatever happens. */
async function underClients(what: string, work: () => Promise<void>): Promise<PooledRecord> {
  const clients = await PooledClients.start(what);
  const failure = await sleep(SETTLE_MS)
    .then(work)
    .then(() => sleep(SETTLE_MS))
    .catch((error: unknown) => error);
  const seen = await clients.stop();
  if (failure !== undefined) throw failure as Error;
  record({
    table: TABLE,
    what,
    value: `${seen.longestSeconds.toFixed(2)} s`,
    note: [
      `${seen.clients} clients, ${seen.transactions} transactions`,
      `${seen.failures.length} errors`,
      `lost ${seen.lost}`,
    ].join(', '),
  });
  return seen;
}

/** A client that began to write and went to lunch. */
async function idleInTransaction(): Promise<ShortLivedClient> {
  const client = await ShortLivedClient.connect(endpoint(lab.nodes[0], PORTS.pooled));
  await client.query('begin');
  await client.query('create temp table idle (id int) on commit drop');
  return client;
}

test('a switchover is a pause to 50 pooled clients, and no error', async () => {
  const seen = await underClients('switchover', async () => {
    await cliJson(['switchover', 'lab']);
  });
  expect(seen.failures).toEqual([]);
  expect(seen.lost).toBe(0);
});

test('one client idle in a transaction holds up nobody beyond the limit, and pays alone', async () => {
  const before = await leader();
  const idle = await idleInTransaction();
  const seen = await underClients('switchover, a client idle in transaction', async () => {
    await cliJson(['switchover', 'lab']);
  });
  expect(await leader()).not.toBe(before);
  await expect(idle.query('commit')).rejects.toThrow();
  idle.drop();
  expect(seen.failures).toEqual([]);
  expect(seen.lost).toBe(0);
});

describe('pools never stay paused', () => {
  test('although whoever paused them is killed, and a guard too', async () => {
    const before = await leader();
    const idle = await idleInTransaction();
    const [first, second, third] = lab.nodes;
    const seen = await underClients('whoever paused is killed', async () => {
      // The idle client keeps the pause waiting for its limit: time to kill whoever asked for it.
      const switchover = cli(['switchover', 'lab']);
      await Promise.all(lab.nodes.map((host) => waitPaused(host, true, 30)));
      await killJob();
      await execIn(second, POOLER, ['pkill', '-9', '-f', 'guard-pools']);
      await waitPaused(second, false, GUARD_BACK_SECONDS);
      expect(await pausedForMs(first), 'the others are still paused').toBeGreaterThan(0);
      const bound = LONGEST_PAUSE_SECONDS + 1;
      await Promise.all([first, third].map((host) => waitPaused(host, false, bound)));
      expect((await switchover).code).not.toBe(0);
    });
    expect(await leader()).toBe(before);
    await idle.query('commit');
    idle.drop();
    expect(seen.failures).toEqual([]);
    expect(seen.longestSeconds).toBeLessThan(LONGEST_PAUSE_SECONDS + 3);
  });

  test('although a PgBouncer itself is killed meanwhile, which only its own clients notice', async () => {
    const before = await leader();
    const idle = await idleInTransaction();
    const [first, second, third] = lab.nodes;
    let killedAt = Infinity;
    let overAt = Infinity;
    const seen = await underClients('a PgBouncer is killed while paused', async () => {
      const switchover = cli(['switchover', 'lab']);
      await Promise.all(lab.nodes.map((host) => waitPaused(host, true, 30)));
      const [paused = ''] = await containersOf(second, POOLER);
      killedAt = performance.now();
      await dockerOn(second, ['kill', paused]);
      const { seconds } = await waitUntil(
        'the pools of the new PgBouncer answer',
        POOLER_BACK_SECONDS,
        async () => {
          await queryOnce(endpoint(second, PORTS.pooled), 'select 1');
          return undefined;
        },
        100,
      );
      recordSeconds(TABLE, '  its pools answer again', seconds, POOLER_BACK_SECONDS);
      await waitPaused(second, false, GUARD_BACK_SECONDS);
      const ended = await switchover;
      expect(ended.code, told(ended)).toBe(0);
      await Promise.all([first, third].map((host) => waitPaused(host, false, RESUMED_SECONDS)));
      overAt = performance.now();
    });
    expect(await leader()).not.toBe(before);
    await expect(idle.query('commit')).rejects.toThrow();
    idle.drop();
    const others = seen.failures.filter(({ host }) => host !== second.name);
    expect(others, 'errors of clients of the other hosts').toEqual([]);
    const apart = seen.failures.filter(({ at }) => at < killedAt || at > overAt);
    expect(apart, 'errors before the kill, or after the handover').toEqual([]);
    expect(seen.failures, 'errors of its own clients').not.toEqual([]);
    expect(seen.lost).toBe(0);
    expect(seen.longestSeconds).toBeLessThan(LONGEST_PAUSE_SECONDS);
  });
});

/** Kills the process of the running one-shot job, wherever it runs. */
async function killJob(): Promise<void> {
  const filter = `name=${names.jobPrefix(SCOPE)}`;
  for (const host of lab.nodes) {
    const { stdout } = await dockerOn(host, ['ps', '-q', '--filter', filter]);
    for (const id of stdout.split('\n').filter((line) => line !== '')) {
      await dockerOn(host, ['kill', '--signal', 'KILL', id]);
    }
  }
}
