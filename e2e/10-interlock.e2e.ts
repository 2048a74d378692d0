import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LabNode } from '../lab/context.js';
import { names } from '../src/model/names.js';
import { paths } from '../src/model/paths.js';
import { leader, members, waitWhole } from './support/cluster.js';
import { fault } from './support/faults.js';
import { record } from './support/figures.js';
import { containersOf, execIn, hostNamed, lab, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { decisionsOf, decisionsUntilEnd, type Decision } from './support/decisions.js';
import { postmastersOf } from './support/processes.js';
import { sampling } from './support/sampling.js';
import { waitSwarmAtRest } from './support/services.js';
import { underFault } from './support/under-fault.js';
import { sleep, waitUntil } from './support/wait.js';

/** What three forced restarts cost with Patroni alone; shown, not enforced. */
const WITHOUT_INTERLOCK_SECONDS = 4.3;

const HANDOVERS = 'Interlock: handovers';

/** A stop takes 45 s at most, a container's start and its way to streaming another 45. */
const MEMBER_SECONDS = 90;
const HOST_BOOT_SECONDS = 60;

beforeAll(() => waitWhole(MEMBER_SECONDS));
beforeEach(() => waitWhole(MEMBER_SECONDS));
afterEach(async () => {
  await fault.recoverAll();
});

const patroni = (node: string) => names.patroniMember(SCOPE, node);
const inChain = lab.nodes.map(({ name }) => name).sort();

function force(service: string): Promise<string> {
  return swarmDocker(['service', 'update', '--force', '--detach', '--quiet', service]);
}

/** Most postmasters that one host had at one time, from now on. */
function watchPostmasters(): () => Promise<number> {
  const watch = sampling(async () => {
    const counts = lab.nodes.map((host) => postmastersOf(host).catch(() => []));
    return Math.max(...(await Promise.all(counts)).map(({ length }) => length));
  }, 1000);
  return async () => Math.max(...(await watch()));
}

async function containerOf(node: string): Promise<string> {
  const [id = ''] = await containersOf(hostNamed(node), patroni(node));
  return id;
}

async function replaced(node: string, before: string): Promise<void> {
  await waitUntil(`a new container of ${node} streams`, MEMBER_SECONDS, async () => {
    const now = await containerOf(node);
    const own = (await members()).find(({ name }) => name === node);
    const isBack = own?.state === 'streaming' || own?.role === 'leader';
    return now !== '' && now !== before && isBack ? undefined : `${now} ${own?.state ?? 'missing'}`;
  });
}

/** With the login that only the whole directory has. */
async function patronictl(host: LabNode, action: string): Promise<void> {
  const command = ['patronictl', '-c', paths.patroniDirectory, action, '--wait'];
  const { code, stderr } = await execIn(host, patroni(host.name), command);
  if (code !== 0) throw new Error(`patronictl ${action}: ${stderr}`);
}

function note(what: string, decisions: readonly Decision[]): void {
  const value = decisions.map(({ node, event, to }) => `${node} ${event}${to ? ` ${to}` : ''}`);
  record({ table: 'Interlock: what members decided', what, value: value.join(', ') || 'nothing' });
}

const handovers = (decisions: readonly Decision[]) =>
  decisions.filter(({ event }) => event === 'handed-over');

test('all three members forced within a second lose no row and never run twice', async () => {
  const since = new Date();
  const before = await Promise.all(inChain.map(containerOf));
  const most = watchPostmasters();
  const { lost, overlaps } = await underFault({
    name: 'three members forced at once',
    gapBarSeconds: WITHOUT_INTERLOCK_SECONDS,
    harm: async () => {
      await Promise.all(inChain.map((node) => force(patroni(node))));
      await Promise.all(inChain.map((node, at) => replaced(node, before[at] ?? '')));
    },
    wholeWithinSeconds: MEMBER_SECONDS,
  });
  note('three at once', await decisionsOf(inChain, since, ['handed-over', 'may-stop']));
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
  expect(await most(), 'postmasters on one host').toBe(1);
});

test('members rolled one after another hand over once each at most', async () => {
  const since = new Date();
  const { lost, overlaps } = await underFault({
    name: 'three members rolled',
    harm: async () => {
      for (const node of inChain) {
        const before = await containerOf(node);
        await force(patroni(node));
        await replaced(node, before);
      }
    },
    wholeWithinSeconds: MEMBER_SECONDS,
  });
  const decisions = await decisionsOf(inChain, since, ['handed-over', 'may-stop']);
  note('a roll', decisions);
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
  expect(decisions.filter(({ event }) => event === 'may-stop')).toHaveLength(inChain.length);
  const count = handovers(decisions).length;
  const what = 'handovers of a roll';
  record({ table: HANDOVERS, what, value: `${count}`, number: count, bar: 2, unit: '' });
  expect(count, 'handovers').toBeLessThanOrEqual(inChain.length);
});

test('an engine that stops leaves time to hand over', async () => {
  const old = await leader();
  const other = inChain.find((node) => node !== old) ?? old;
  let told: Promise<Decision[]> = Promise.resolve([]);
  const { lost, overlaps } = await underFault({
    name: "the leader's engine stops and starts",
    firstHost: other,
    harm: async () => {
      told = decisionsUntilEnd(old);
      await sleep(1000);
      await fault.engineStop(old);
      await fault.powerOn(old);
    },
    wholeWithinSeconds: HOST_BOOT_SECONDS + MEMBER_SECONDS,
  });
  await waitSwarmAtRest(MEMBER_SECONDS);
  const decisions = await told;
  note('engine stop', decisions);
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
  expect(decisions.map(({ event }) => event)).toContain('handover');
});

test('a leader whose node is drained hands over first, and comes back with the node', async () => {
  const since = new Date();
  const old = await leader();
  const before = await containerOf(old);
  const { lost } = await underFault({
    name: "the leader's node drained and activated",
    firstHost: inChain.find((node) => node !== old) ?? old,
    harm: async () => {
      await swarmDocker(['node', 'update', '--availability', 'drain', old]);
      try {
        await waitUntil(`${old} has stopped`, MEMBER_SECONDS, async () =>
          (await containerOf(old)) === '' ? undefined : 'still runs',
        );
      } finally {
        await swarmDocker(['node', 'update', '--availability', 'active', old]);
      }
      await replaced(old, before);
    },
    wholeWithinSeconds: MEMBER_SECONDS,
  });
  const decisions = await decisionsOf([old], since, ['handed-over', 'may-stop']);
  note('drain', decisions);
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(decisions.map(({ event }) => event)).toEqual(['handed-over', 'may-stop']);
});

test('in a paused cluster PostgreSQL is stopped cleanly all the same', async () => {
  const old = await leader();
  const since = new Date();
  const before = await containerOf(old);
  const host = hostNamed(old);
  await patronictl(host, 'pause');
  const other = hostNamed(inChain.find((node) => node !== old) ?? old);
  try {
    await force(patroni(old));
    await waitUntil(`${old} has a new container`, MEMBER_SECONDS, async () => {
      const now = await containerOf(old);
      return now !== '' && now !== before ? undefined : now;
    });
  } finally {
    await patronictl(other, 'resume');
  }
  await waitWhole(MEMBER_SECONDS);
  const decisions = await decisionsOf([old], since, [
    'postgres-stop',
    'postgres-gone',
    'postgres-left',
  ]);
  note('paused', decisions);
  expect(decisions.map(({ event }) => event)).toEqual(['postgres-stop', 'postgres-gone']);
});
