import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ClusterConfig, ClusterInput } from '../../../config/schema/cluster.js';
import { clusterRecordSchema } from '../../../src/model/record/cluster-record.js';
import { makeRecord } from '../../../src/model/record/make-record.js';
import { resolveCluster } from '../../../src/model/resolve-cluster.js';
import { SECRET_NAMES } from '../../../src/model/names.js';
import { toolVersion } from '../../../src/model/tool-version.js';
import { clusterConfig, shippedConfig } from '../cluster-config.js';

const recordOf = (config: ClusterConfig) => makeRecord(config, resolveCluster(config));

test('the version of the tool is the one of the package', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(toolVersion).toBe((JSON.parse(text) as { version: string }).version);
});

test('a record is what its schema says, after a way through JSON too', () => {
  const record = recordOf(shippedConfig('production'));
  expect(clusterRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
});

test('says who decided a value: the file, a formula with its numbers, or another key', () => {
  const { settings } = recordOf(
    clusterConfig({
      postgresql: { parameters: { work_mem: '8MB' } },
      patroni: { dcs: { loop_wait: 4 } },
    }),
  );
  expect(settings['postgresql.parameters.work_mem']).toMatchObject({ by: 'user' });
  expect(settings['postgresql.parameters.random_page_cost']).toMatchObject({
    by: 'tuned',
    because: 'storage ssd',
    from: ['nodes[].storage'],
  });
  expect(settings['patroni.dcs.ttl']).toMatchObject({ by: 'derived', from: ['availability.rto'] });
  expect(settings['patroni.dcs.loop_wait']).toMatchObject({ by: 'user' });
});

test('the order of nodes and databases in the file changes no byte', () => {
  const nodes = ['a', 'b', 'c'].map((name) => ({ name, memory: '32GB', cpus: 8 }));
  const databases = ['one', 'two'].map((name) => ({ name, owner: 'owner' }));
  const bytes = (input: Partial<ClusterInput>) => JSON.stringify(recordOf(clusterConfig(input)));
  expect(bytes({ nodes: [...nodes].reverse(), databases: [...databases].reverse() })).toBe(
    bytes({ nodes, databases }),
  );
});

test('holds nothing that Terraform would read as a template, and no secret', () => {
  const text = JSON.stringify(recordOf(shippedConfig('lab')));
  expect(text).not.toMatch(/[$%]\{/);
  for (const secret of SECRET_NAMES) expect(text).not.toContain(`lab-${secret}-g`);
});

const CHANGED: Readonly<Record<string, string | number>> = {
  shared_buffers: '1GB',
  max_wal_size: '1GB',
  autovacuum_max_workers: 9,
  max_connections: 900,
};

/** One change of each input that tuning reads. */
const changes: readonly (readonly [cause: string, input: Partial<ClusterInput>])[] = [
  ['nodes[].memory', { nodes: nodesWith({ memory: '8GB' }) }],
  [
    'swarm.tiers.pgbouncer.resources.memory',
    { swarm: { tiers: { pgbouncer: { resources: { memory: '8GB' } } } } },
  ],
  ['nodes[].cpus', { nodes: nodesWith({ cpus: 24 }) }],
  ['nodes[].disk', { nodes: nodesWith({ disk: '50GB' }) }],
  ['nodes[].storage', { nodes: nodesWith({ storage: 'hdd' }) }],
  ['nodes', { nodes: [...nodesWith({}), ...nodesWith({}, ['d', 'e', 'f', 'g'])] }],
  ['postgresql.workload', { postgresql: { workload: 'analytics' } }],
  ['postgresql.version', { postgresql: { version: 14 } }],
  ['patroni.dcs.ttl', { patroni: { dcs: { ttl: 200 } } }],
  ...Object.entries(CHANGED).map(
    ([name, value]) =>
      [`postgresql.parameters.${name}`, { postgresql: { parameters: { [name]: value } } }] as const,
  ),
];

function nodesWith(change: object, names: readonly string[] = ['a', 'b', 'c']) {
  return names.map((name) => ({ name, memory: '32GB', cpus: 8, etcd: name < 'd', ...change }));
}

test.each(changes)('whatever %s changes names it as what it is worked out from', (cause, input) => {
  const before = clusterConfig({ nodes: nodesWith({}) });
  const after = clusterConfig({ nodes: nodesWith({}), ...input });
  const settings = recordOf(before).settings;
  const values = (config: ClusterConfig) =>
    new Map(
      resolveCluster(config).patroni.parameters.map((one) => [
        one.name,
        { value: one.value, by: one.origin.by },
      ]),
    );
  const old = values(before);
  const changed = [...values(after)]
    .filter(([name, { value, by }]) => by !== 'user' && value !== old.get(name)?.value)
    .map(([name]) => `postgresql.parameters.${name}`);
  expect(changed.length).toBeGreaterThan(0);
  const reaches = (key: string): boolean =>
    (settings[key]?.from ?? []).some((from) => from === cause || reaches(from));
  expect(changed.filter((key) => settings[key] && !reaches(key))).toEqual([]);
});
