import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { resolveCluster } from '../../../src/model/resolve-cluster.js';
import { clusterConfig } from '../../fixtures/clusters.js';
import { problemsOf } from './problems-of.js';

type Postgresql = NonNullable<ClusterInput['postgresql']>;

const of = (parameters: Postgresql['parameters'], version: Postgresql['version'] = 17) =>
  problemsOf({ postgresql: { version, parameters }, images: { patroni: IMAGE } });

const IMAGE = `registry.example.org/patroni@sha256:${'0'.repeat(64)}`;

test.each<[Postgresql['parameters'], string, string, Postgresql['version']?]>([
  [{ work_men: '64MB' }, 'PARAMETER_UNKNOWN', 'write work_mem'],
  [{ transaction_timeout: '1h' }, 'PARAMETER_UNKNOWN', 'remove it', 16],
  [{ 'hnsw.ef_serch': 40 }, 'PARAMETER_UNKNOWN', 'write hnsw.ef_search'],
  [{ constructor: 'x' }, 'PARAMETER_UNKNOWN', 'remove it'],
  [{ wal_keep_segments: 64 }, 'PARAMETER_REMOVED', 'use wal_keep_size'],
  [{ lc_collate: 'C' }, 'PARAMETER_REMOVED', 'remove it', 16],
  [{ lc_collate: 'C' }, 'PARAMETER_FIXED', 'remove it', 15],
  [{ max_connections: 24 }, 'PARAMETER_MINIMUM', 'set it to 25'],
  [{ wal_keep_size: '15MB' }, 'PARAMETER_MINIMUM', 'set it to 16MB'],
])('%o: %s', (parameters, code, fix, version = 17) => {
  expect(of(parameters, version)).toMatchObject([{ code, fix }]);
});

test.each([
  [{ work_mem: '8 GBs' }, 'PARAMETER_UNIT'],
  [{ work_mem: true }, 'PARAMETER_TYPE'],
  [{ work_mem: 63 }, 'PARAMETER_RANGE'],
  [{ vacuum_buffer_usage_limit: '64kB' }, 'PARAMETER_RANGE'],
  [{ wal_level: 'full' }, 'PARAMETER_ENUM'],
  [{ timezone: 'Mars/Olympus' }, 'PARAMETER_TEXT'],
])('%o: %s', (parameters, code) => {
  expect(of(parameters)).toMatchObject([
    { code, at: `postgresql.parameters.${Object.keys(parameters).join()}` },
  ]);
});

test('names of a library we do not know pass, with any value', () => {
  expect(of({ 'ruvector.cache': 'much' })).toEqual([]);
});

test('a parameter of another major names the majors that have it', () => {
  const [problem] = of({ io_method: 'sync' }, 17);
  expect(problem?.why).toBe('io_method exists in PostgreSQL 18 only');
});

test('equal values give equal models, however they are spelt', () => {
  const model = (shared_buffers: string | number) => {
    const parameters = { shared_buffers, autovacuum_work_mem: '0.25GB', jit: 'no' };
    return resolveCluster(clusterConfig({ postgresql: { parameters } })).patroni.parameters;
  };
  expect(model(262144)).toEqual(model(' 2 GB '));
  expect(model(262144)).toContainEqual(expect.objectContaining({ value: '2GB' }));
});
