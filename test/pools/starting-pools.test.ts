import { expect, test } from 'vitest';
import type { AskShare } from '../../src/pools/pool-share.js';
import { startingPools, type StartingPools } from '../../src/pools/starting-pools.js';
import { FULL, shareOf, SMALLER } from './pools-of-200.js';
import { VirtualClock } from './virtual-clock.js';

/** What it starts with, if that is decided by then. */
async function startWithin(
  milliseconds: number,
  ask: AskShare,
): Promise<StartingPools | undefined> {
  const clock = new VirtualClock();
  let start: StartingPools | undefined;
  void startingPools(FULL, ask, clock).then((answer) => (start = answer));
  await clock.advance(milliseconds);
  return start;
}

test('pools for more connections than PostgreSQL has are smaller at the start', async () => {
  expect(await startWithin(0, () => Promise.resolve(shareOf(100)))).toEqual({
    ini: SMALLER,
    facts: { most: 28, share: 29, sum: 'max_connections 100' },
  });
});

test('pools that fit are started as they are given', async () => {
  const start = await startWithin(0, () => Promise.resolve(shareOf(200)));
  expect(start?.ini).toBe(FULL);
});

test('a primary that takes writes a moment later is waited for: a handover may be under way', async () => {
  let asked = 0;
  const ask = () => Promise.resolve((asked += 1) > 3 ? shareOf(100) : undefined);
  const start = await startWithin(1000, ask);
  expect(start?.ini).toBe(SMALLER);
});

test.each<[string, AskShare]>([
  ['no primary', () => Promise.resolve(undefined)],
  ['no answer', () => new Promise(() => undefined)],
])('with %s it starts as it is given, after two seconds', async (_, ask) => {
  expect(await startWithin(1999, ask)).toBeUndefined();
  const start = await startWithin(2000, ask);
  expect(start?.ini).toBe(FULL);
});
