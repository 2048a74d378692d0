import { expect, test } from 'vitest';
import { parseClusterFile } from '../../../config/load.js';
import { explain } from '../../../src/model/explain/explain.js';
import { explainMemory } from '../../../src/model/explain/explain-memory.js';
import { resolveCluster } from '../../../src/model/resolve-cluster.js';
import { clusterConfig } from '../cluster-config.js';

const FILE = `format: 1
scope: orders
swarm: { managers: [ssh://deploy@pg-1] }
nodes:
  - { name: pg-1, memory: 32GB, cpus: 8 }
  - { name: pg-2, memory: 32GB, cpus: 8 }
  - { name: pg-3, memory: 16GB, cpus: 8 }
availability: { rto: fast }
postgresql:
  parameters: { work_mem: 16384, max_connections: 150 }
`;

function explained(key: string) {
  const { config } = parseClusterFile(FILE, 'orders.yaml');
  if (!config) throw new Error('the file is not accepted');
  return explain(config, resolveCluster(config), key);
}

test("a user's value is shown in one spelling, with its place", () => {
  expect(explained('work_mem')).toMatchObject({
    value: '16MB',
    decidedBy: 'file',
    source: { file: 'orders.yaml', line: 10, column: 27 },
  });
  expect(explained('postgresql.parameters.work_mem')).toEqual(explained('work_mem'));
});

test('a tuned value comes with its numbers, its price and its page', () => {
  const { value: memory } = explained('memory');
  expect(explained('shared_buffers')).toMatchObject({
    decidedBy: 'tuned',
    because: `25 % of ${memory}`,
    change: expect.stringContaining('restart of every member') as string,
    page: 'https://www.postgresql.org/docs/17/runtime-config-resource.html#GUC-SHARED-BUFFERS',
  });
});

test('hot-standby parameters say in which order members restart', () => {
  expect(explained('max_connections').change).toContain('replicas first when it rises');
});

test.each([
  ['listen_addresses', 'mandatory'],
  ['archive_timeout', 'product'],
  ['patroni.dcs.ttl', 'derived'],
  ['patroni.dcs.failsafe_mode', 'default'],
  ['etcd.max-wals', 'product'],
  ['availability.rto', 'file'],
  ['nodes[2].memory', 'file'],
])('%s is decided by: %s', (key, decidedBy) => {
  expect(explained(key).decidedBy).toBe(decidedBy);
});

test('what the file leaves out shows the value that will run', () => {
  expect(explained('patroni.dcs.ttl')).toMatchObject({
    value: '20',
    because: 'availability.rto: fast',
  });
});

test('memory is shared out node by node, and the smallest decides', () => {
  const { details = [], value } = explained('memory');
  expect(details.map((line) => line.split(':')[0])).toEqual(['pg-1', 'pg-2', 'pg-3']);
  expect(details[2]).toContain(`${value} = 16GB - host `);
});

test('a limit that the file gives a tier is marked as such', () => {
  const config = clusterConfig({
    swarm: { tiers: { etcd: { resources: { memory: '3GB' } } } },
  });
  expect(explainMemory(config).details?.[0]).toContain('- etcd 3GB (set) - HAProxy 512MB -');
});

test('availability comes with the sums of its bounds', () => {
  expect(explained('availability').details).toContainEqual(
    expect.stringMatching(/^host lost .*ttl 20/),
  );
});

test('an unknown key is an error with the nearest name', () => {
  expect(() => explained('share_bufers')).toThrow(/KEY_UNKNOWN[^]*write shared_buffers/);
  expect(() => explained('patroni.dcs.tttl')).toThrow(/KEY_UNKNOWN[^]*write patroni.dcs.ttl/);
});
