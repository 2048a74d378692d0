import { beforeEach, expect, test } from 'vitest';
import { SECRET_NAMES } from '../../src/model/names.js';
import type { SecretManifest } from '../../src/model/secret-manifest.js';
import { runJob, type JobRequest } from '../../src/ops/run-job.js';
import { FakeClock } from './fake-clock.js';
import { FakeSwarm, service, task } from './fake-swarm.js';

let swarm: FakeSwarm;

beforeEach(() => {
  swarm = new FakeSwarm();
});

const manifest: SecretManifest = {
  format: 1,
  scope: 'lab',
  secrets: Object.fromEntries(
    SECRET_NAMES.map((name) => [name, { name: `lab-${name}-g1`, generation: 1, id: `id-${name}` }]),
  ) as SecretManifest['secrets'],
};

function run(given: Partial<JobRequest> = {}, clock = new FakeClock()) {
  const context = { swarm, clock, clusterScope: 'lab', image: 'agent@sha256:0', manifest };
  const request = { op: 'status', argument: {}, secrets: ['postgres'] as const, withinMs: 60_000 };
  return runJob(context, { ...request, ...given });
}

/** Every task of every job is like this. */
function tasksAre(given: Parameters<typeof task>[0]): void {
  swarm.tasks = (serviceId) => Promise.resolve([task({ ...given, serviceId: serviceId ?? '' })]);
}

test('returns the result, on both networks, with the secret it asked for, and leaves nothing', async () => {
  tasksAre({ state: 'complete', exitCode: 0 });
  swarm.logs = { stdout: 'noise\n{"ok":true,"result":{"up":true}}\n', stderr: '' };
  expect(await run()).toEqual({ up: true });
  expect(swarm.jobs).toMatchObject([
    {
      networks: ['lab-data', 'lab-dcs'],
      secrets: [{ id: 'id-postgres', path: '/etc/patroni-swarm/secrets/postgres.json' }],
      user: { uid: 7005, gid: 7005 },
    },
  ]);
  expect(swarm.serviceList).toEqual([]);
});

test('a job that starts a server runs as its user, and may write into memory', async () => {
  tasksAre({ state: 'complete', exitCode: 0 });
  swarm.logs = { stdout: '{"ok":true,"result":null}\n', stderr: '' };
  await run();
  await run({ server: { memoryBytes: 5 } });
  expect(swarm.jobs).toMatchObject([
    { user: { uid: 7005 }, tmpfs: [] },
    { user: { uid: 7001 }, tmpfs: ['/tmp'], memoryBytes: 5 },
  ]);
});

test("throws the operation's own problems", async () => {
  const problems = [{ code: 'CLUSTER_PAUSED', at: 'cluster', got: 'paused', need: 'not paused' }];
  tasksAre({ state: 'failed', exitCode: 4 });
  swarm.logs = { stdout: JSON.stringify({ ok: false, kind: 'refused', problems }), stderr: '' };
  await expect(run()).rejects.toMatchObject({ kind: 'refused', problems });
  expect(swarm.serviceList).toEqual([]);
});

test('a job without an answer shows why its task ended', async () => {
  tasksAre({ state: 'rejected', error: 'No such image' });
  await expect(run()).rejects.toMatchObject({
    problems: [{ code: 'JOB_FAILED', got: 'No such image' }],
  });
});

test('a job that does not end in time is removed', async () => {
  tasksAre({ state: 'preparing' });
  await expect(run({ withinMs: 30_000 })).rejects.toMatchObject({
    problems: [{ code: 'JOB_TIMED_OUT' }],
  });
  expect(swarm.serviceList).toEqual([]);
});

test('a job on a host that shows no sign of life is given to another host', async () => {
  swarm.logs = { stdout: '{"ok":true,"result":1}', stderr: '' };
  swarm.tasks = (serviceId) => {
    const avoided = swarm.jobs.at(-1)?.constraints.includes('node.id!=dead');
    const alive = { nodeId: 'alive', state: 'complete' } as const;
    const stuck = { nodeId: 'dead', state: 'assigned' } as const;
    return Promise.resolve([task({ serviceId: serviceId ?? '', ...(avoided ? alive : stuck) })]);
  };
  expect(await run()).toBe(1);
  expect(swarm.jobs).toHaveLength(2);
  expect(swarm.serviceList).toEqual([]);
});

test('an abort removes the job', async () => {
  const abort = new AbortController();
  tasksAre({ state: 'running' });
  const clock = new FakeClock((now) => {
    if (now > 1000) abort.abort();
  });
  await expect(run({ signal: abort.signal }, clock)).rejects.toMatchObject({ name: 'AbortError' });
  expect(swarm.serviceList).toEqual([]);
});

test('removes what a killed command left, not the job of another one that still runs', async () => {
  swarm.serviceList = [
    service({ id: 'left', name: 'lab-job-status-1' }),
    service({ id: 'other', name: 'lab-job-verify-2' }),
  ];
  swarm.logs = { stdout: '{"ok":true,"result":1}', stderr: '' };
  swarm.tasks = (serviceId) =>
    Promise.resolve([
      task({ serviceId: serviceId ?? '', state: serviceId === 'other' ? 'running' : 'complete' }),
    ]);
  await run();
  expect(swarm.serviceList.map(({ id }) => id)).toEqual(['other']);
});
