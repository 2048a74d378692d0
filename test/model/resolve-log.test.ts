import { expect, test } from 'vitest';
import { resolveLog } from '../../src/model/resolve-log.js';
import { clusterConfig } from './cluster-config.js';

const bounded = { name: 'json-file', options: { 'max-file': '5', 'max-size': '20m' } };

test('no log grows without bound unless somebody else keeps it', () => {
  expect(resolveLog(clusterConfig(), 'etcd')).toEqual(bounded);
  const swarm = { log: { 'json-file': { compress: true } } };
  expect(resolveLog(clusterConfig({ swarm }), 'etcd')).toEqual({
    ...bounded,
    options: { ...bounded.options, compress: 'true' },
  });
});

test('a tier has its own driver, the others the driver of the cluster', () => {
  const swarm = { log: { journald: { tag: 'orders' } }, tiers: { haproxy: { log: { none: {} } } } };
  expect(resolveLog(clusterConfig({ swarm }), 'haproxy')).toEqual({ name: 'none', options: {} });
  expect(resolveLog(clusterConfig({ swarm }), 'patroni')).toEqual({
    name: 'journald',
    options: { tag: 'orders' },
  });
});

test('a receiver that does not answer stops no program, unless that is asked for', () => {
  const options = (log: object) => resolveLog(clusterConfig({ swarm: { log } }), 'patroni').options;
  expect(options({ fluentd: {} })).toEqual({ 'fluentd-async': 'true', mode: 'non-blocking' });
  expect(options({ syslog: {} })).toEqual({ mode: 'non-blocking' });
  expect(options({ syslog: { mode: 'blocking' } })).toEqual({ mode: 'blocking' });
});
