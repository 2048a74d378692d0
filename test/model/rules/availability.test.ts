import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

const found = (changes: Partial<ClusterInput>) =>
  problemsOf(changes).map(({ code, at }) => `${code} ${at}`);

test('timers that add up to more than the preset stands for are refused with the sum', () => {
  const [problem] = problemsOf({ availability: { rto: 'fast' }, patroni: { dcs: { ttl: 30 } } });
  expect(problem).toMatchObject({ code: 'RTO_NOT_MET', at: 'patroni.dcs.ttl' });
  expect(problem?.got).toContain('ttl 30 + ');
  expect(problem?.fix).toContain('normal');
});

test('a long crash recovery counts as a long gap', () => {
  expect(found({ patroni: { dcs: { primary_start_timeout: 300 } } })).toEqual([
    'RTO_NOT_MET patroni.dcs.primary_start_timeout',
  ]);
});

test('a slow etcd needs a slower preset', () => {
  const etcd = { 'heartbeat-interval': 300, 'election-timeout': 2500 };
  expect(found({ etcd, availability: { rto: 'fast' } })).toEqual([
    'RTO_NOT_MET etcd.election-timeout',
  ]);
  expect(found({ etcd, availability: { rto: 'normal' } })).toEqual([]);
});

test('no loss and asynchronous replication exclude each other', () => {
  expect(found({ patroni: { dcs: { synchronous_mode: false } } })).toEqual([
    'RPO_NOT_MET patroni.dcs.synchronous_mode',
  ]);
  expect(found({ patroni: { dcs: { synchronous_mode: 'quorum' } } })).toEqual([]);
});

test('a candidate may not lack more than the allowance', () => {
  const availability = { rpo: '16MB' };
  const lag = (maximum_lag_on_failover: number) =>
    found({ availability, patroni: { dcs: { maximum_lag_on_failover } } });
  expect(lag(16 * 1024 ** 2 + 1)).toEqual(['RPO_NOT_MET patroni.dcs.maximum_lag_on_failover']);
  expect(lag(16 * 1024 ** 2)).toEqual([]);
});

test('an allowance of almost nothing is not the way to say zero', () => {
  expect(found({ availability: { rpo: '0MB' } })).toEqual(['RPO_NOT_MET availability.rpo']);
});
