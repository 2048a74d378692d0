import type { Service } from '@cdktf/provider-docker/lib/service/index.js';
import { App, TerraformStack } from 'cdktf';
import { expect, test } from 'vitest';
import { OverlayNetwork } from '../../constructs/overlay-network.js';
import { lintServices } from '../../constructs/service-lint.js';
import { serviceRules } from '../../constructs/service-rules.js';
import { logDriver, placementSpec } from '../../constructs/swarm-service-spec.js';
import { SwarmService } from '../../constructs/swarm-service.js';

function service(): { stack: TerraformStack; service: SwarmService } {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'stack');
  const network = new OverlayNetwork(stack, 'Network', {
    model: { name: 'orders-data', subnet: '10.88.0.0/24', gateway: '10.88.0.1' },
    protect: false,
  });
  const made = new SwarmService(stack, 'Service', {
    name: 'orders-haproxy',
    image: `registry.example/haproxy:1@sha256:${'a'.repeat(64)}`,
    placement: { kind: 'one-per-node', replicas: 3 },
    networks: [network],
    user: { uid: 7003, gid: 7003 },
    tmpfs: ['/tmp'],
    hostPorts: [5432],
    probe: {
      command: ['true'],
      intervalMs: 2000,
      timeoutMs: 1000,
      retries: 3,
      startPeriodMs: 90_000,
    },
    stopGraceMs: 30_000,
    resources: {
      memoryBytes: 1024 ** 3,
      memoryReservationBytes: 1024 ** 3,
      nanoCpus: 10 ** 9,
      nanoCpusReservation: 10 ** 8,
    },
    convergeTimeoutMs: 600_000,
    protect: false,
  });
  return { stack, service: made };
}

test('a service as the construct makes it breaks no rule', () => {
  expect(lintServices(service().stack)).toEqual([]);
});

const set = (path: string, value: unknown) => (resource: Service) => {
  resource.addOverride(path, value);
};

const ignoreOnly = (path: string) => (resource: Service) => {
  resource.lifecycle = { ignoreChanges: [path] };
};

const breaches: [code: string, breakIt: (resource: Service) => void][] = [
  ['SERVICE_STOP_GRACE', set('task_spec.container_spec.stop_grace_period', '')],
  ['SERVICE_ENV', set('task_spec.container_spec.env', { A: '1', B: '2' })],
  ['SERVICE_LABELS', set('labels', [{ label: 'a', value: 'b' }])],
  ['SERVICE_NETWORK_ID', set('task_spec.networks_advanced', [{ name: 'orders-data' }])],
  [
    'SERVICE_FORCES_REPLACE',
    set('task_spec.container_spec.hosts', [{ host: 'a', ip: '10.0.0.1' }]),
  ],
  ['SERVICE_TMPFS', set('task_spec.container_spec.mounts', [{ type: 'tmpfs', tmpfs_options: {} }])],
  ['SERVICE_DURATION', set('converge_config.timeout', '120s')],
  ['SERVICE_FAILURE_RATIO', set('update_config.max_failure_ratio', '0')],
  [
    'SERVICE_MONITOR',
    set('update_config', {
      ...{ failure_action: 'rollback', monitor: '1m', order: 'stop-first' },
      max_failure_ratio: '0.0',
    }),
  ],
  ['SERVICE_RESTART_POLICY', set('task_spec.restart_policy.delay', null)],
  ['SERVICE_IMAGE_DIGEST', set('task_spec.container_spec.image', 'haproxy:3.0')],
  ['SERVICE_PLATFORMS', ignoreOnly('task_spec[0].networks_advanced')],
  ['SERVICE_NETWORKS_SETTLE', ignoreOnly('task_spec[0].placement[0].platforms')],
  ['SERVICE_STOP_FIRST', set('update_config.order', 'start-first')],
  ['SERVICE_CONVERGE', set('converge_config.timeout', '')],
  ['SERVICE_MODE', set('mode.global', true)],
  ['SERVICE_ENDPOINT', set('endpoint_spec.ports', [{ publish_mode: 'ingress' }])],
  ['SERVICE_RESOURCES', set('task_spec.resources.limits.memory_bytes', 1.5)],
];

test.each(breaches)('refuses a service that breaks %s', (code, breakIt) => {
  const { stack, service: broken } = service();
  breakIt(broken.resource);
  expect(lintServices(stack).filter((line) => line.includes(`[${code}]`))).toHaveLength(1);
});

test('every rule has a service that breaks it', () => {
  expect(breaches.map(([code]) => code)).toEqual(serviceRules.map(({ code }) => code));
});

test('what is not asked for stands in no service: each byte more would restart its tasks', () => {
  expect(placementSpec({ kind: 'anywhere', constraints: [] })).toStrictEqual({});
  expect(placementSpec({ kind: 'one-per-node', replicas: 3 })).toStrictEqual({ maxReplicas: 1 });
  const pinned = {
    kind: 'pinned',
    hostname: 'a',
    constraints: ['node.labels.disk==nvme'],
  } as const;
  expect(placementSpec(pinned).constraints).toEqual(['node.hostname==a', 'node.labels.disk==nvme']);
  expect(logDriver({ name: 'none', options: {} })).toStrictEqual({ name: 'none' });
});
