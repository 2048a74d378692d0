import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

test('rejects a leader lock that ends while a call is still retried', () => {
  expect(problemsOf({ patroni: { dcs: { ttl: 24 } } })).toMatchObject([
    { at: 'patroni.dcs.ttl', code: 'HA_TTL_TOO_SHORT', got: '24' },
  ]);
});

test('the limit itself is allowed, and the preset counts where nothing is said', () => {
  expect(problemsOf({ patroni: { dcs: { ttl: 25 } } })).toEqual([]);
  expect(problemsOf({ availability: { rto: 'fast' }, patroni: { dcs: { ttl: 20 } } })).toEqual([]);
});

test('an override is checked against the preset', () => {
  expect(problemsOf({ patroni: { dcs: { retry_timeout: 13 } } })).toMatchObject([
    { code: 'HA_TTL_TOO_SHORT', got: '30, from rto: normal' },
  ]);
});
