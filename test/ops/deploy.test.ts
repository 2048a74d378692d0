import { beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/core/problem.js';
import { SECRET_NAMES } from '../../src/model/names.js';
import type { PlannedChange } from '../../src/live/terraform.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import type { ImageLock, SecretManifest } from '../../src/model/secret-manifest.js';
import { deploy, type DeployOptions } from '../../src/ops/deploy.js';
import { destroy } from '../../src/ops/destroy.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { deployOptions } from './deploy-options.js';
import { FakeClock } from './fake-clock.js';
import { FakeSwarm, node, service, task } from './fake-swarm.js';
import { FakeTerraform } from './fake-terraform.js';

const model = resolveCluster(clusterConfig({ protect: false }));
const manifest: SecretManifest = {
  format: 1,
  scope: 'orders',
  secrets: Object.fromEntries(
    SECRET_NAMES.map((name) => [name, { name: `orders-${name}-g1`, generation: 1, id: name }]),
  ) as SecretManifest['secrets'],
};
const images: ImageLock = {
  format: 1,
  toolVersion: '0.1.0',
  platform: 'linux/amd64',
  images: { etcd: 'e', patroni: 'p', haproxy: 'h', pgbouncer: 'b', agent: 'a' },
};

let swarm: FakeSwarm;
let terraform: FakeTerraform;
let said: string[];

beforeEach(() => {
  terraform = new FakeTerraform();
  said = [];
  swarm = new FakeSwarm();
  swarm.nodeList = ['pg-1', 'pg-2', 'pg-3'].map((hostname) => node({ id: hostname, hostname }));
  swarm.secretList = SECRET_NAMES.map((name) => ({
    id: name,
    name: `orders-${name}-g1`,
    labels: {},
    content: '',
  }));
});

function options(given: Partial<DeployOptions> = {}): DeployOptions {
  const report = (line: string) => said.push(line);
  return deployOptions({ swarm, terraform, model, manifest, images, report, ...given });
}

/** The status job answers at once with this. */
function statusIs(reconciler: object, refusals: Record<string, string> = {}): void {
  const result = { up: true, reasons: [], reconciler: { status: reconciler }, refusals };
  swarm.logs = { stdout: JSON.stringify({ ok: true, result }), stderr: '' };
  const otherTasks = swarm.tasks.bind(swarm);
  swarm.tasks = (serviceId) =>
    serviceId?.startsWith('job')
      ? Promise.resolve([task({ serviceId, state: 'complete' })])
      : otherTasks(serviceId);
}

const reached = { digest: 'wanted', reached: true, step: 'done', reasons: [], refused: null };
const create = { address: 'docker_service.x', type: 'docker_service', actions: ['create'] };

test('all that is missing is said at once, and Terraform is not started', async () => {
  swarm.nodeList = [node({ hostname: 'pg-1' }), node({ hostname: 'pg-2', availability: 'drain' })];
  swarm.secretList = swarm.secretList.slice(1);
  await expect(deploy(options({ images: undefined }))).rejects.toMatchObject({
    problems: [
      { code: 'NODE_NOT_READY', at: 'nodes.pg-2' },
      { code: 'NODE_NOT_IN_SWARM', at: 'nodes.pg-3', got: 'pg-3; the Swarm has pg-1, pg-2' },
      { code: 'SECRETS_MISSING' },
      { code: 'IMAGES_NOT_LOCKED' },
    ],
  });
  expect(terraform.calls).toEqual([]);
});

test('an empty plan applies nothing, and the cluster must be up all the same', async () => {
  statusIs(reached);
  expect(await deploy(options())).toMatchObject({ changes: { empty: true }, view: { up: true } });
  expect(terraform.calls).toEqual(['init', 'plan']);
});

test('success of Terraform is not enough: the reconciler must run this desired state', async () => {
  terraform.planned = [create];
  statusIs({ ...reached, digest: 'earlier' });
  await expect(deploy(options())).rejects.toMatchObject({
    problems: [
      { code: 'CLUSTER_NOT_UP', got: 'the reconciler still runs an earlier desired state' },
    ],
  });
});

test('a refused desired state ends the deploy with the reason', async () => {
  statusIs({ ...reached, reached: false }, { wanted: 'shared_buffers: too large' });
  await expect(deploy(options())).rejects.toMatchObject({
    problems: [{ code: 'DESIRED_STATE_REFUSED', got: 'shared_buffers: too large' }],
  });
});

test('a failed apply names the service that failed in it, its node and its last log lines', async () => {
  terraform.planned = [create];
  statusIs(reached);
  swarm.serviceList = [
    service({ id: 'haproxy', name: 'orders-haproxy' }),
    service({ id: 'pgbouncer', name: 'orders-pgbouncer' }),
  ];
  swarm.logs = { stdout: 'unknown keyword\n', stderr: '' };
  const problem = { code: 'TERRAFORM_FAILED', at: 'docker_service.x', got: 'task abc', need: '' };
  const clock = new FakeClock((now) => {
    const failed = { id: 'new', serviceId: 'haproxy', nodeId: 'pg-2', error: 'non-zero exit (1)' };
    if (now === 2000) swarm.taskList.push(task({ ...failed, state: 'failed' }));
  });
  terraform.work = async () => {
    for (let turns = 0; turns < 1000 && said.length === 0; turns += 1) await Promise.resolve();
    throw new UserError([problem], 'live');
  };
  swarm.taskList = [task({ id: 'old', serviceId: 'pgbouncer', state: 'failed', error: 'before' })];
  await expect(deploy(options({ clock }))).rejects.toMatchObject({
    problems: [
      problem,
      {
        code: 'TASK_FAILED',
        at: 'orders-haproxy',
        got: 'on pg-2: non-zero exit (1)\nunknown keyword',
      },
    ],
  });
  expect(said).toContain('orders-haproxy on pg-2: non-zero exit (1)');
});

const mounted = {
  code: 'TERRAFORM_FAILED',
  at: 'terraform apply',
  got: "Error response from daemon: config 'orders-x-1' is in use by the following service: orders-x",
  need: '',
};
const removal = { address: 'docker_config.x', type: 'docker_config', actions: ['delete'] };

/** The first apply fails so and leaves that to plan; the next one does well. */
function firstApplyFails(problem: typeof mounted, left: PlannedChange[]): void {
  let applies = 0;
  terraform.work = () => {
    applies += 1;
    if (applies > 1) return Promise.resolve();
    terraform.planned = left;
    return Promise.reject(new UserError([problem], 'live'));
  };
}

test('a config that was mounted until the apply is removed after it', async () => {
  terraform.planned = [create, removal];
  statusIs(reached);
  firstApplyFails(mounted, [removal]);
  await deploy(options());
  expect(terraform.calls).toEqual(['init', 'plan', 'apply', 'init', 'plan', 'apply']);
});

test.each([
  ['something else failed', { ...mounted, got: 'connection reset' }, [removal]],
  ['more than removals is left', mounted, [create, removal]],
])('an apply is not gone on with if %s', async (_, problem, left) => {
  terraform.planned = [create, removal];
  statusIs(reached);
  firstApplyFails(problem, left);
  await expect(deploy(options())).rejects.toMatchObject({ problems: [problem] });
  expect(terraform.calls.filter((call) => call === 'apply')).toEqual(['apply']);
});

test('what an interrupted apply left is taken over before the next one', async () => {
  terraform.planned = [{ ...create, name: 'orders-haproxy' }];
  swarm.serviceList = [service({ id: 'left', name: 'orders-haproxy' })];
  statusIs(reached);
  await deploy(options());
  expect(terraform.calls).toEqual(['init', 'plan', 'adopt docker_service.x left', 'plan', 'apply']);
});

test('PostgreSQL takes less memory before the limit of its member is lowered', async () => {
  const limited = (memory_bytes: number) => ({
    task_spec: [{ resources: [{ limits: [{ memory_bytes }] }] }],
  });
  const updated = (name: string, sizes: object) => ({
    address: `docker_service.${name}`,
    type: 'docker_service',
    name,
    actions: ['update'],
    ...sizes,
  });
  terraform.planned = [
    updated('orders-reconciler', {}),
    updated('orders-patroni-pg-1', { before: limited(2048), after: limited(1024) }),
  ];
  statusIs(reached);
  await deploy(options());
  expect(terraform.calls.filter((call) => call !== 'init')).toEqual([
    'plan',
    'plan docker_service.orders-reconciler',
    'apply',
    'plan',
    'apply',
  ]);
});

test('a protected cluster is not destroyed', async () => {
  const protectedModel = { ...model, protect: true };
  await expect(destroy({ ...options(), model: protectedModel })).rejects.toMatchObject({
    kind: 'refused',
    problems: [{ code: 'PROTECTED' }],
  });
  expect(terraform.calls).toEqual([]);
});

test('destroy ends when the last member has stopped, and names the volumes that stay', async () => {
  const volume = model.patroni.members[0]?.volumeName ?? '';
  swarm.taskList = [
    task({ nodeId: 'pg-1', volumes: [volume] }),
    task({ nodeId: 'pg-2', volumes: ['of-another-cluster'] }),
  ];
  const clock = new FakeClock((now) => {
    if (now === 5000) swarm.taskList = [];
  });
  const { volumes } = await destroy({ ...options(), clock });
  expect(clock.now()).toBe(5000);
  expect(volumes).toContainEqual({ node: 'pg-1', volume });
  expect(volumes).toHaveLength(6);
});

test('a member on a dead node is not waited for, but the node is named', async () => {
  const volume = model.patroni.members[0]?.volumeName ?? '';
  swarm.nodeList = [node({ id: 'pg-1', hostname: 'pg-1', state: 'down' })];
  swarm.taskList = [task({ nodeId: 'pg-1', volumes: [volume] })];
  expect(await destroy(options())).toMatchObject({ unknownNodes: ['pg-1'] });
});
