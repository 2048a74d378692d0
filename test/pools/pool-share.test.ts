import { expect, test } from 'vitest';
import type { ConnectionLimits } from '../../src/live/primary-limits.js';
import { poolShare, type PoolShare } from '../../src/pools/pool-share.js';

const limits: ConnectionLimits = { maxConnections: 100, superuserReserved: 3, reserved: 2 };

/** The share of one of three PgBouncers, with this behind each HAProxy. */
function shareWith(
  behind: Record<string, ConnectionLimits | undefined>,
): Promise<PoolShare | undefined> {
  return poolShare({
    primaryLimits: (address) => Promise.resolve(behind[address]),
    ways: () => Promise.resolve(Object.keys(behind)),
    shares: 3,
  })();
}

test('one PgBouncer may take its part of what the live primary leaves for pools', async () => {
  expect(await shareWith({ 'proxy-1': limits })).toEqual({
    connections: 28,
    sum: '(max_connections 100 - reserved 5 - own 10) / 3 PgBouncers',
  });
});

test('a HAProxy that leads nowhere is no obstacle', async () => {
  const share = await shareWith({ 'proxy-1': undefined, 'proxy-2': limits });
  expect(share?.connections).toBe(28);
});

test('nothing is known where none leads to a primary', async () => {
  expect(await shareWith({ 'proxy-1': undefined })).toBeUndefined();
  expect(await shareWith({})).toBeUndefined();
});

test('nothing is known where nobody knows an address of HAProxy', async () => {
  const ask = poolShare({
    primaryLimits: () => Promise.resolve(limits),
    ways: () => Promise.reject(new Error('no such name')),
    shares: 3,
  });
  expect(await ask()).toBeUndefined();
});
