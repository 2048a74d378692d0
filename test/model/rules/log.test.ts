import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

type Log = NonNullable<NonNullable<ClusterInput['swarm']>['log']>;

const found = (log: Log) =>
  problemsOf({ swarm: { lab: true, log } }).map(({ code, at }) => `${code} ${at}`);

test('a log has one driver, in whichever place it is given', () => {
  expect(found({ local: {} })).toEqual([]);
  expect(found({})).toEqual(['ONE_LOG_DRIVER swarm.log']);
  const log = { local: {}, none: {} };
  expect(problemsOf({ swarm: { lab: true, tiers: { pgbouncer: { log } } } })).toMatchObject([
    { code: 'ONE_LOG_DRIVER', at: 'swarm.tiers.pgbouncer.log', got: 'local and none' },
  ]);
});

test('options that Docker refuses together are refused before', () => {
  expect(found({ journald: { 'max-buffer-size': '4m' } })).toEqual([
    'LOG_OPTIONS swarm.log.journald.max-buffer-size',
  ]);
  expect(found({ syslog: { 'max-buffer-size': '4m' } })).toEqual([]);
  expect(found({ local: { 'max-file': 1 } })).toEqual(['LOG_OPTIONS swarm.log.local.max-file']);
  expect(found({ local: { 'max-file': 1, compress: false } })).toEqual([]);
  expect(found({ 'json-file': { 'max-file': 1 } })).toEqual([]);
  const address = { 'gelf-address': 'tcp://logs:12201' };
  expect(found({ gelf: address })).toEqual([]);
  expect(found({ gelf: { ...address, 'gelf-compression-type': 'gzip' } })).toEqual([
    'LOG_OPTIONS swarm.log.gelf.gelf-compression-type',
  ]);
});
