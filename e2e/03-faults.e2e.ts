import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { cliMust } from './support/cli.js';
import { leader, members, timing, type Timing, waitWhole } from './support/cluster.js';
import { moveRaftLeader, raftLeader } from './support/etcd-members.js';
import { fault } from './support/faults.js';
import { recordSeconds } from './support/figures.js';
import { hostNamed, lab, SCOPE } from './support/lab-hosts.js';
import { waitSwarmAtRest } from './support/services.js';
import { type FaultScenario, underFault } from './support/under-fault.js';
import { sleep, waitUntil } from './support/wait.js';

/** Bars of the fast preset, seconds. They are shown, not enforced. */
const BARS = { switchover: 2, postmaster: 4, host: 24 };

/** A host's engine and its Swarm agent after power came back, and a container's way to healthy. */
const HOST_BOOT_SECONDS = 45;
const CONTAINER_START_SECONDS = 30;

let settings: Timing;

beforeAll(async () => {
  await waitWhole(60);
  settings = await timing();
});
beforeEach(async () => {
  await waitWhole(60);
});
afterEach(async () => {
  await fault.recoverAll();
});

/** A promotion at the latest: the lock's life, then one loop until a replica looks. */
const failoverSeconds = () => settings.ttl + settings.loop_wait + settings.retry_timeout;
/** The old leader rewinds and streams within two loops, the sync standby is named one later. */
const rejoinSeconds = () => 4 * settings.loop_wait + CONTAINER_START_SECONDS;

async function expectNoHarm(scenario: FaultScenario): Promise<void> {
  const { lost, overlaps } = await underFault(scenario);
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
}

async function newLeader(old: string): Promise<void> {
  await waitUntil(`a leader other than ${old}`, failoverSeconds() + 10, async () => {
    const now = (await members(old)).find(
      ({ role, state }) => role === 'leader' && state === 'running',
    );
    return now && now.name !== old ? undefined : `leader is ${now?.name ?? 'nobody'}`;
  });
}

describe.each([1, 2, 3])('time %i', (time) => {
  test('a switchover loses no row', async () => {
    const old = await leader();
    await expectNoHarm({
      name: `switchover ${time}`,
      firstHost: old,
      harm: async () => {
        const { seconds } = await cliMust(['switchover', 'lab']);
        recordSeconds('Commands', `switchover ${time}, the command in all`, seconds);
      },
      wholeWithinSeconds: rejoinSeconds(),
      gapBarSeconds: BARS.switchover,
    });
    expect(await leader()).not.toBe(old);
  });

  test('a killed postmaster loses no row', async () => {
    const old = await leader();
    await expectNoHarm({
      name: `kill -9 of the postmaster ${time}`,
      firstHost: old,
      harm: () => fault.crashPostmaster(old, names.patroniMember(SCOPE, old)),
      wholeWithinSeconds: settings.primary_start_timeout + failoverSeconds() + rejoinSeconds(),
      gapBarSeconds: BARS.postmaster,
    });
  });
});

test.each([
  { time: 1, raftToo: false },
  { time: 2, raftToo: false },
  { time: 3, raftToo: true },
  { time: 4, raftToo: true },
  { time: 5, raftToo: true },
])(
  "the leader's host loses power and comes back ($time, Raft leader on it: $raftToo)",
  async ({ time, raftToo }) => {
    const old = await leader();
    const elsewhere = lab.nodes.find(({ name }) => name !== old)?.name ?? '';
    await moveRaftLeader(raftToo ? old : elsewhere);
    expect((await raftLeader()) === old).toBe(raftToo);
    await expectNoHarm({
      name: `host of the leader off and on ${time}${raftToo ? ', with the Raft leader' : ''}`,
      firstHost: old,
      harm: async () => {
        await fault.powerLoss(old);
        await newLeader(old);
        await sleep(3_000);
        await fault.powerOn(old);
      },
      wholeWithinSeconds: HOST_BOOT_SECONDS + 2 * CONTAINER_START_SECONDS + rejoinSeconds(),
      gapBarSeconds: BARS.host,
    });
    expect(await leader()).not.toBe(old);
  },
);

test('one HAProxy dies: its clients go on through another host', async () => {
  const { name } = lab.nodes[1];
  await expectNoHarm({
    name: 'one HAProxy killed',
    firstHost: name,
    harm: () => fault.killTask(name, names.haproxy(SCOPE)),
    wholeWithinSeconds: CONTAINER_START_SECONDS,
  });
});

test('one etcd member dies, the Raft leader at that: writes go on', async () => {
  const name = await raftLeader();
  await expectNoHarm({
    name: 'etcd member of the Raft leader killed',
    firstHost: name,
    harm: () => fault.killTask(name, names.etcdMember(SCOPE, name)),
    wholeWithinSeconds: CONTAINER_START_SECONDS + rejoinSeconds(),
  });
});

test('the leader is cut off from its peers while clients still reach it', async () => {
  const old = await leader();
  await expectNoHarm({
    name: 'network partition of the leader, healed',
    firstHost: old,
    harm: async () => {
      await fault.partition(old);
      await newLeader(old);
      // The isolated leader keeps its chance to take a write while the new one works.
      await sleep(settings.loop_wait * 1000);
      await fault.heal(old);
    },
    wholeWithinSeconds: HOST_BOOT_SECONDS + rejoinSeconds(),
  });
  expect(await leader()).not.toBe(hostNamed(old).name);
  await waitSwarmAtRest(90);
  await waitWhole(rejoinSeconds());
});
