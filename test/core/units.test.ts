import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes, goDuration, parseBytes } from '../../src/core/units.js';

test('reads sizes as PostgreSQL writes them, and nothing else', () => {
  expect(parseBytes('32GB')).toBe(32 * 1024 ** 3);
  expect(parseBytes('512MB')).toBe(512 * 1024 ** 2);
  expect(parseBytes('8 kB')).toBe(8192);
  for (const text of ['32', '32gb', '1.5GB', '-1MB', 'GB', ''])
    expect(parseBytes(text)).toBeUndefined();
});

test('a size that is written is read back the same', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (bytes) => parseBytes(formatBytes(bytes)) === bytes));
});

test('durations have the one form that the provider gives back', () => {
  const seconds = [0.5, 2, 60, 90, 120, 3600, 3660, 3601.5];
  expect([0, ...seconds].map((one) => goDuration(one * 1000))).toEqual([
    '0s',
    '500ms',
    '2s',
    '1m',
    '1m30s',
    '2m',
    '1h',
    '1h1m',
    '1h0m1.5s',
  ]);
});
