import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatBytes,
  formatTime,
  goDuration,
  parseBytes,
  parseTime,
} from '../../src/core/units.js';

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

test('reads times as HAProxy writes them, and writes them with the largest whole unit', () => {
  expect(['500ms', '5s', '2m', '24h', '1d'].map(parseTime)).toEqual([
    500, 5000, 120_000, 86_400_000, 86_400_000,
  ]);
  for (const text of ['5', '1.5s', '5 s', '5us', '-5s', ''])
    expect(parseTime(text)).toBeUndefined();
  expect([0, 500, 5000, 90_000, 120_000, 86_400_000].map(formatTime)).toEqual([
    '0ms',
    '500ms',
    '5s',
    '90s',
    '2m',
    '24h',
  ]);
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
