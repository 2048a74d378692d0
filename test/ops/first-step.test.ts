import { expect, test } from 'vitest';
import type { PlannedChange } from '../../src/live/terraform.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { firstStep } from '../../src/ops/first-step.js';
import { clusterConfig } from '../fixtures/clusters.js';

const model = resolveCluster(clusterConfig());

function service(name: string, [before, after] = [2048, 2048]): PlannedChange {
  const attributes = (memory_bytes: number) => ({
    name,
    task_spec: [{ resources: [{ limits: [{ memory_bytes }] }] }],
  });
  return {
    address: `docker_service.${name}`,
    type: 'docker_service',
    actions: ['update'],
    before: attributes(before),
    after: attributes(after),
  };
}

function postgresql(action: 'create' | 'delete', maxConnections: number): PlannedChange {
  const text = `# comment\nmax_connections = ${maxConnections}\n`;
  const name = `orders-reconciler-postgresql-${maxConnections}`;
  const config = { name, data: Buffer.from(text).toString('base64') };
  return {
    address: `docker_config.${name}`,
    type: 'docker_config',
    actions: [action],
    ...(action === 'create' ? { after: config } : { before: config }),
  };
}

const reconciler = service('orders-reconciler');
const pgbouncer = service('orders-pgbouncer');
const connections = (before: number, after: number) => [
  postgresql('delete', before),
  postgresql('create', after),
];

test('a smaller memory limit waits until PostgreSQL takes less', () => {
  const smaller = [reconciler, service('orders-patroni-pg-1', [2048, 1024])];
  expect(firstStep(model, smaller)).toMatchObject({
    targets: ['docker_service.orders-reconciler'],
    reached: true,
  });
});

test.each([
  ['max_connections is lowered', connections(200, 100)],
  ['the plan lacks the old file', [postgresql('create', 100)]],
  ['the new file is there already', [postgresql('delete', 200)]],
])('where %s, the pools go along: the reconciler waits for them', (_, files) => {
  const smaller = service('orders-patroni-pg-1', [2048, 1024]);
  expect(firstStep(model, [reconciler, pgbouncer, smaller, ...files])?.targets).toEqual([
    'docker_service.orders-reconciler',
    'docker_service.orders-pgbouncer',
  ]);
});

test('larger pools do not go along with a smaller limit', () => {
  const smaller = service('orders-patroni-pg-1', [2048, 1024]);
  const planned = [reconciler, pgbouncer, smaller, ...connections(100, 200)];
  expect(firstStep(model, planned)?.targets).toEqual(['docker_service.orders-reconciler']);
});

test.each([
  ['a larger limit', [reconciler, service('orders-patroni-pg-1', [1024, 2048])]],
  ['a smaller limit of another tier', [reconciler, service('orders-haproxy', [2048, 1024])]],
  ['a smaller limit and the same settings', [service('orders-patroni-pg-1', [2048, 1024])]],
  ['more connections and the same pools', [reconciler, ...connections(100, 200)]],
  ['other pools and the same connections', [reconciler, pgbouncer, ...connections(100, 100)]],
  ['a first create', [{ ...reconciler, actions: ['create'] }, postgresql('create', 100)]],
])('%s is one apply', (_, planned) => {
  expect(firstStep(model, planned)).toBeUndefined();
});

test('larger pools wait until max_connections is raised', () => {
  expect(firstStep(model, [reconciler, pgbouncer, ...connections(100, 200)])).toMatchObject({
    targets: ['docker_service.orders-reconciler'],
    reached: true,
  });
});

test('fewer connections wait until the pools are smaller', () => {
  expect(firstStep(model, [reconciler, pgbouncer, ...connections(200, 100)])).toMatchObject({
    targets: ['docker_service.orders-pgbouncer'],
    reached: false,
  });
});

test('etcd members that leave go, and are given up, before the others restart', () => {
  const gone = (name: string): PlannedChange => ({ ...service(name), actions: ['delete'] });
  const planned = [
    reconciler,
    service('orders-etcd-pg-1'),
    gone('orders-etcd-pg-4'),
    gone('orders-etcd-pg-5'),
    gone('orders-patroni-pg-5'),
    postgresql('delete', 100),
  ];
  expect(firstStep(model, planned)).toEqual({
    targets: [
      'docker_service.orders-reconciler',
      'docker_service.orders-etcd-pg-4',
      'docker_service.orders-etcd-pg-5',
      'docker_service.orders-patroni-pg-5',
    ],
    reached: true,
    why: 'etcd gives pg-4, pg-5 up before its other members restart',
  });
});

test('what Terraform leaves as it is counts for nothing', () => {
  const untouched = { ...pgbouncer, actions: ['no-op'] };
  expect(firstStep(model, [reconciler, untouched, ...connections(100, 200)])).toBeUndefined();
});
