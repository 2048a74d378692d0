import { App, Testing } from 'cdktf';
import { expect, test } from 'vitest';
import type { ClusterInputs } from '../../src/model/cluster-inputs.js';
import { SECRET_NAMES } from '../../src/model/names.js';
import { ClusterStack } from '../../stacks/cluster-stack.js';
import { clusterConfig } from '../fixtures/clusters.js';

const image = `registry.example/x:1@sha256:${'a'.repeat(64)}`;
const inputs: ClusterInputs = {
  images: {
    format: 1,
    toolVersion: '0.1.0',
    platform: 'linux/amd64',
    images: { etcd: image, patroni: image, haproxy: image, pgbouncer: image, agent: image },
  },
  secrets: {
    format: 1,
    scope: 'orders',
    secrets: Object.fromEntries(
      SECRET_NAMES.map((name) => [name, { name: `orders-${name}-g1`, generation: 1, id: name }]),
    ) as ClusterInputs['secrets']['secrets'],
  },
};

interface Service {
  readonly task_spec: {
    readonly container_spec: { readonly env?: Readonly<Record<string, string>> };
  };
  readonly depends_on?: readonly string[];
  readonly mode: { readonly replicated: { readonly replicas: number } };
}

function services(without: readonly string[]): Record<string, Service> {
  const stack = new ClusterStack(new App({ stackTraces: false }), {
    config: clusterConfig(),
    inputs,
    without,
  });
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: { docker_service: Record<string, Service> };
  };
  return resource.docker_service;
}

test.each(['pg-1', 'pg-2', 'pg-3'])('no service waits for a member of %s', (node) => {
  const after = services([node]);
  const waitedFor = Object.values(after).flatMap(({ depends_on: names = [] }) => names);
  expect(waitedFor).not.toContain(`docker_service.orders-etcd-${node}`);
  expect(waitedFor).not.toContain(`docker_service.orders-patroni-${node}`);
});

test('the chain goes on past a node that is left out', () => {
  const after = services(['pg-2']);
  const waitsFor = (name: string) => after[`orders-${name}`]?.depends_on;
  expect(waitsFor('etcd-pg-3')).toEqual(['docker_service.orders-etcd-pg-1']);
  expect(waitsFor('patroni-pg-1')).toEqual(['docker_service.orders-etcd-pg-3']);
  expect(waitsFor('patroni-pg-3')).toEqual(['docker_service.orders-patroni-pg-1']);
});

test('every service stays in the stack, as it is but for the replicas of the tiers in front', () => {
  const before = services([]);
  const after = services(['pg-1']);
  const plain = (service?: Service) => ({ ...service, depends_on: undefined });
  const changed = Object.keys(before).filter(
    (name) => JSON.stringify(plain(before[name])) !== JSON.stringify(plain(after[name])),
  );
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(changed).toEqual(['orders-haproxy', 'orders-pgbouncer', 'orders-reconciler']);
  expect(after['orders-haproxy']?.mode.replicated.replicas).toBe(2);
});

test.each([[[]], [['pg-1']]])(
  'a PgBouncer is told of all nodes of the file: without %j the others are not restarted for it',
  (without) => {
    const { env } = services(without)['orders-pgbouncer']?.task_spec.container_spec ?? {};
    expect(env).toEqual({ POOL_SHARES: '3' });
  },
);
