import { expect, test } from 'vitest';
import { haTiming, rtoPresets, type Rto } from '../../src/model/presets.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { problemsOf } from './rules/problems-of.js';

const all = Object.keys(rtoPresets) as Rto[];

test.each(all)('%s obeys the rules between keys as it stands', (rto) => {
  expect(problemsOf({ availability: { rto } })).toEqual([]);
});

test('a slower preset is slower in everything that delays a failover', () => {
  const delays = all.map((rto) => rtoPresets[rto]);
  const rising = (values: number[]) => values.toSorted((a, b) => a - b);
  const locks = delays.map(({ ttlSeconds }) => ttlSeconds);
  const detections = delays.map(
    ({ check }) => check.interMs + (check.fall - 1) * check.fastinterMs,
  );
  expect(locks).toEqual(rising(locks));
  expect(detections).toEqual(rising(detections));
});

test('what patroni.dcs says replaces the preset, value by value', () => {
  const timing = haTiming(clusterConfig({ patroni: { dcs: { ttl: 40 } } }));
  expect(timing).toMatchObject({ ttlSeconds: 40, loopWaitSeconds: 5, retryTimeoutSeconds: 10 });
});
