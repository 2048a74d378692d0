import { expect, test } from 'vitest';
import { availabilityBound, availabilityLines } from '../../src/model/availability-bound.js';
import { RTO_SECONDS, writeGaps } from '../../src/model/failover-bound.js';
import { rtoPresets, type Rto } from '../../src/model/presets.js';
import { clusterConfig } from '../fixtures/clusters.js';

/** Longest gaps of docs/benchmarks.md, with `rto: fast`. */
const MEASURED = { host: 23.3, process: 3.41, switchover: 1.96 };

const secondsOf = (changes: Parameters<typeof clusterConfig>[0]) =>
  Object.fromEntries(writeGaps(clusterConfig(changes)).map((gap) => [gap.event, gap.seconds]));

test('no gap that was measured is longer than its bound', () => {
  const bounds = secondsOf({ availability: { rto: 'fast' } });
  for (const [event, seconds] of Object.entries(MEASURED)) {
    expect(bounds[event]).toBeGreaterThanOrEqual(seconds);
  }
});

test.each(Object.keys(rtoPresets) as Rto[])('%s keeps what it stands for', (rto) => {
  const { host, process } = secondsOf({ availability: { rto } });
  expect(Math.max(host ?? NaN, process ?? NaN)).toBeLessThanOrEqual(RTO_SECONDS[rto]);
});

test('a lost host costs the lock, two elections of etcd, a loop, and what follows', () => {
  expect(secondsOf({ availability: { rto: 'fast' } }).host).toBeCloseTo(
    20 + (3 * 1 + 0.5) + 5 + 2 + 1 + 0.25,
  );
});

test('a stop is limited by Patroni in sync mode only', () => {
  expect(secondsOf({}).switchover).toBeCloseTo(30 + 5 + 1 + 1.5);
  expect(secondsOf({ availability: { rpo: '16MB' } }).switchover).toBeCloseTo(15 + 5 + 1 + 1.5);
});

test('what may be lost is said with the numbers that decide it', () => {
  const loss = (changes: Parameters<typeof clusterConfig>[0]) =>
    availabilityBound(clusterConfig(changes)).loss;
  expect(loss({})).toContain('none while a sync standby exists');
  expect(loss({ patroni: { dcs: { synchronous_mode_strict: true } } })).toContain('writes stop');
  expect(loss({ availability: { rpo: '16MB' } })).toBe(
    'maximum_lag_on_failover 16MB + the WAL of one loop_wait, 5 s',
  );
});

test('the lines show every sum, rounded up', () => {
  const lines = availabilityLines(
    availabilityBound(clusterConfig({ availability: { rto: 'fast' } })),
  );
  expect(lines[1]).toBe(
    "host lost        no writes for 31.8 s at most: ttl 20 + etcd's own election 3 x 1 + 0.5 3.5 + loop_wait 5 + the dead member is asked 2 + promotion 1 + HAProxy sees the new primary 0.3",
  );
});

test('one member alone has nobody to fail over to', () => {
  const nodes = [{ name: 'pg-1', memory: '32GB', cpus: 8 }];
  expect(availabilityBound(clusterConfig({ nodes })).gaps).toEqual([]);
});
