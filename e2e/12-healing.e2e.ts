import { beforeAll, beforeEach, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { paths } from '../src/model/paths.js';
import { leader, members, syncStandby, timing, type Timing, waitWhole } from './support/cluster.js';
import { etcdMembers, raftLeader } from './support/etcd-members.js';
import { lab, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { loseVolume, memberLog } from './support/lost-volume.js';
import { type FaultScenario, underFault } from './support/under-fault.js';
import { sleep, waitUntil } from './support/wait.js';

const CONTAINER_START_SECONDS = 30;
/** A copy of the lab's small database, with a fast checkpoint. */
const CLONE_SECONDS = 45;
const QUORUM_LOST_SECONDS = 60;

let settings: Timing;

beforeAll(async () => {
  await waitWhole(60);
  settings = await timing();
});
beforeEach(async () => {
  await waitWhole(60);
});

const failoverSeconds = () => settings.ttl + settings.loop_wait + settings.retry_timeout;
/** Found and cloned in two loops, streaming, then named sync standby one later. */
const recloneSeconds = () => CONTAINER_START_SECONDS + CLONE_SECONDS + 4 * settings.loop_wait;

/** Until it is listed as cloning, a member that is gone still looks whole to the others. */
async function loseData(name: string, withinSeconds: number): Promise<void> {
  const service = names.patroniMember(SCOPE, name);
  await loseVolume(name, service, paths.patroniVolume);
  await waitUntil(`${name} is cloned again`, withinSeconds, async () => {
    const log = await memberLog(name, service);
    return log.includes('replica has been created using basebackup') ? undefined : 'not yet';
  });
}

async function expectNoHarm(scenario: FaultScenario): Promise<void> {
  const { lost, overlaps } = await underFault(scenario);
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
}

test('an etcd member that lost its volume, the Raft leader at that, is a voter again by itself', async () => {
  const name = await raftLeader();
  const other = lab.nodes.find((host) => host.name !== name)?.name ?? '';
  const before = await etcdMembers(other);
  await expectNoHarm({
    name: 'volume of the etcd member of the Raft leader lost',
    firstHost: name,
    harm: () => loseVolume(name, names.etcdMember(SCOPE, name), paths.etcdVolume),
    wholeWithinSeconds: 2 * CONTAINER_START_SECONDS,
  });
  const after = await etcdMembers(other);
  expect(after.map((one) => one.name)).toEqual(before.map((one) => one.name));
  expect(after.filter(({ state, isLearner }) => state !== 'started' || isLearner)).toEqual([]);
  const changed = after.filter(({ id }) => !before.some((one) => one.id === id));
  expect(changed.map((one) => one.name)).toEqual([name]);
});

test('a replica that lost its volume, the sync standby at that, is cloned again', async () => {
  const name = await syncStandby();
  const old = await leader();
  await expectNoHarm({
    name: 'volume of the sync standby lost',
    harm: () => loseData(name, recloneSeconds()),
    wholeWithinSeconds: recloneSeconds(),
  });
  expect(await leader()).toBe(old);
});

test('a leader that lost its volume is replaced first, then cloned from its successor', async () => {
  const old = await leader();
  await expectNoHarm({
    name: 'volume of the leader lost',
    firstHost: old,
    harm: () => loseData(old, failoverSeconds() + recloneSeconds()),
    wholeWithinSeconds: recloneSeconds(),
  });
  expect(await leader()).not.toBe(old);
});

test('without an etcd quorum for a minute there are never two primaries, and all is well after it', async () => {
  const stopped = lab.nodes.slice(1).map(({ name }) => names.etcdMember(SCOPE, name));
  const scale = (replicas: number) =>
    swarmDocker([
      ...['service', 'scale', '--detach'],
      ...stopped.map((service) => `${service}=${replicas}`),
    ]);
  await expectNoHarm({
    name: `etcd without quorum for ${QUORUM_LOST_SECONDS} s`,
    harm: async () => {
      try {
        await scale(0);
        await sleep(QUORUM_LOST_SECONDS * 1000);
      } finally {
        await scale(1);
      }
    },
    wholeWithinSeconds: 2 * CONTAINER_START_SECONDS + failoverSeconds() + 4 * settings.loop_wait,
  });
  expect(await members()).toHaveLength(lab.nodes.length);
});
