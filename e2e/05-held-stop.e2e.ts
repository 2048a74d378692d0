import { beforeAll, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { paths } from '../src/model/paths.js';
import { members, waitWhole } from './support/cluster.js';
import { record, recordSeconds } from './support/figures.js';
import {
  containersOf,
  dockerEnv,
  hostNamed,
  lab,
  SCOPE,
  swarmDocker,
} from './support/lab-hosts.js';
import { postmastersOf } from './support/processes.js';
import { sampling } from './support/sampling.js';
import { updateState } from './support/services.js';
import { must } from './support/shell.js';
import { sleep, waitUntil } from './support/wait.js';

const HELD_SECONDS = 90;
/** The rest of the stop, the new container's start and its first good probe. */
const AFTER_SECONDS = 90;

beforeAll(() => waitWhole(60));

test('a member whose stop hangs for 90 s is never started twice on its data', async () => {
  const replica = (await members()).find(({ role }) => role === 'replica');
  const host = hostNamed(replica?.name ?? '');
  const service = names.patroniMember(SCOPE, host.name);
  const [container = ''] = await containersOf(host, service);
  const watch = sampling(
    async () => ({
      postmasters: (await postmastersOf(host)).length,
      containers: (await containersOf(host, service)).length,
    }),
    500,
  );

  // Everything but PID 1 stands still: SIGTERM arrives and nobody can act on it.
  await must(...signalAll(container, 'STOP'));
  const started = performance.now();
  await swarmDocker(['service', 'update', '--force', '--detach', '--quiet', service]);
  await sleep(HELD_SECONDS * 1000);
  const heldState = await updateState(service);
  await must(...signalAll(container, 'CONT'));
  await waitUntil('the update ends', AFTER_SECONDS, async () => {
    const state = await updateState(service);
    return state === 'updating' ? state : undefined;
  });
  recordSeconds('Held stop', 'from the update to its end', (performance.now() - started) / 1000);
  const ended = await updateState(service);
  await waitWhole(AFTER_SECONDS);
  const seen = await watch();
  const postmasters = Math.max(...seen.map((one) => one.postmasters));
  const containers = Math.max(...seen.map((one) => one.containers));
  record({
    table: 'Held stop',
    what: 'postmasters at one time, of containers at one time',
    value: `${postmasters} of ${containers}`,
    note: `${seen.length} samples; after ${HELD_SECONDS} s the update was ${heldState}`,
  });

  // One task a node is the placement's limit, so Swarm does not even start the second one.
  expect(containers, 'containers of the member at one time').toBe(1);
  expect(postmasters, 'postmasters on one data volume').toBe(1);
  expect(ended).toBe('completed');

  function signalAll(id: string, signal: string): Parameters<typeof must> {
    const exec = ['exec', id, 'sh', '-c', `kill -${signal} -1`];
    return ['docker', exec, { env: dockerEnv(host), timeoutMs: 20_000 }];
  }
});

test('a second container on the data of a living member waits for its lock', async () => {
  const [host] = lab.nodes;
  const service = names.patroniMember(SCOPE, host.name);
  const [first = ''] = await containersOf(host, service);
  const env = dockerEnv(host);
  const inspect = ['inspect', '--format', '{{.Image}}', first];
  const image = (await must('docker', inspect, { env })).stdout.trim();
  const volume = `${names.patroniMember(SCOPE, host.name)}-data:${paths.patroniVolume}`;
  const run = ['run', '--detach', '--rm', '--network', 'none', '--volume', volume, image];
  const { stdout: second } = await must('docker', run, { env });
  try {
    await sleep(12_000);
    const { stdout: logs } = await must('sh', ['-c', `docker logs ${second.trim()} 2>&1`], { env });
    expect(logs).toContain('lock-wait');
    expect(logs).not.toContain('lock-held');
    expect(await postmastersOf(host)).toHaveLength(1);
  } finally {
    await must('docker', ['rm', '--force', second.trim()], { env });
  }
});
