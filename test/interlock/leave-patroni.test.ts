import { expect, test } from 'vitest';
import { leavePatroni, type LeavePatroniTools } from '../../src/interlock/leave-patroni.js';
import { STOP_BOUNDS } from '../../src/interlock/stop-clock.js';
import { FakePatroni, marks } from '../handover/fake-patroni.js';
import { cluster, member } from '../reconciler/factories.js';
import { FakeDcs } from './fake-dcs.js';
import { FakeMember } from './fake-member.js';

const NOW = '2026-11-27T10:05:00.000Z';
/** As in a roll that has come to `a`, with `c` done: `b`, the sync standby, is still to come. */
const C_IS_ROLLED = marks({
  startedAt: new Map([
    ['patroni/a', '2026-11-26T10:00:00.000Z'],
    ['patroni/b', '2026-11-26T10:00:00.000Z'],
    ['patroni/c', '2026-11-27T10:04:00.000Z'],
  ]),
});

class Leaving {
  readonly dcs = new FakeDcs();
  readonly patroni = new FakePatroni();
  /** Its clock lets everything that is awaited beside a sleep go on. */
  readonly clock = new FakeMember();
  readonly hurry = new AbortController();

  constructor(readonly self: string) {
    this.patroni.clock.now = () => this.clock.clock.now();
  }

  async run(over: Partial<LeavePatroniTools> = {}): Promise<number> {
    await leavePatroni({
      ...this.patroni.tools,
      clock: this.clock.clock,
      self: this.self,
      etcdMembers: 3,
      marks: this.dcs,
      lease: this.dcs,
      hurried: this.hurry.signal,
      checkpoint: () => Promise.resolve(),
      wake: () => Promise.resolve(),
      controlAt: this.patroni.controlAt,
      lent: this.patroni.lent,
      timestamp: () => NOW,
      reaches: () => Promise.resolve(true),
      ...over,
    });
    return this.clock.clock.now();
  }

  /** The last line of the log. */
  get why(): string {
    return this.patroni.events.at(-1) ?? '';
  }

  get asked(): string[] {
    return this.patroni.events.filter((event) => event.startsWith('switchover '));
  }
}

test('a leader hands over before it queues as a replica', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.holder = { holder: 'patroni/c', node: 'c', reason: 'asked to stop' };
  leaving.clock.onTick = (time) => {
    if (time > 8000) leaving.dcs.holder = undefined;
  };
  const took = await leaving.run();
  expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
  expect(took).toBeGreaterThan(8000);
  expect(leaving.dcs.holder).toMatchObject({ holder: 'patroni/a' });
  expect(leaving.why).toContain('its turn');
});

test('a replica of two that stop in the same second waits for the other, but not for ever', async () => {
  const leaving = new Leaving('b');
  leaving.dcs.holder = { holder: 'patroni/c', node: 'c', reason: 'asked to stop' };
  const took = await leaving.run();
  expect(leaving.why).toContain('waited long enough');
  // Each decision is a line once, not at every look.
  expect(leaving.patroni.events.filter((event) => event.startsWith('turn-taken'))).toHaveLength(1);
  expect(leaving.patroni.events.length).toBeLessThan(5);
  expect(took).toBeGreaterThanOrEqual(STOP_BOUNDS.turnMs);
  expect(took).toBeLessThan(STOP_BOUNDS.turnMs + 1500);
});

test('it does not wait for an operation on its own node: both stop for one reason', async () => {
  const leaving = new Leaving('b');
  leaving.dcs.holder = { holder: 'etcd/b', node: 'b', reason: 'asked to stop' };
  expect(await leaving.run()).toBeLessThan(2000);
  expect(leaving.why).toContain('goes with etcd/b');
});

test('without the DCS it goes after five seconds', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.down = true;
  const took = await leaving.run();
  expect(leaving.why).toContain('the DCS is gone');
  expect(took).toBeGreaterThanOrEqual(5000);
  expect(took).toBeLessThan(8000);
  expect(leaving.asked).toEqual([]);
});

test('a leader whose replica is cloned waits within its bound, then goes without a handover', async () => {
  const leaving = new Leaving('a');
  const clone = member('b', 'replica', 'creating replica');
  leaving.patroni.cluster = cluster([member('a', 'leader', 'running'), clone]);
  const took = await leaving.run();
  expect(took).toBeGreaterThanOrEqual(STOP_BOUNDS.candidateMs);
  expect(took).toBeLessThan(STOP_BOUNDS.candidateMs + 1500);
  expect(leaving.asked).toEqual([]);
});

test('the only member goes at once', async () => {
  const leaving = new Leaving('a');
  leaving.patroni.cluster = cluster([member('a', 'leader', 'running')]);
  expect(await leaving.run()).toBeLessThan(2000);
  expect(leaving.why).toContain('nobody can take over');
});

test('an engine that stops leaves six seconds, also for a handover that hangs', async () => {
  const leaving = new Leaving('a');
  leaving.patroni.leadsAfterMs = Infinity;
  leaving.clock.onTick = (time) => {
    if (time >= 2000) leaving.hurry.abort();
  };
  const took = await leaving.run();
  expect(leaving.asked).toHaveLength(1);
  expect(took).toBeGreaterThanOrEqual(6000);
  expect(took).toBeLessThan(7500);
});

test('a replica does not queue when the engine stops', async () => {
  const leaving = new Leaving('b');
  leaving.hurry.abort();
  expect(await leaving.run()).toBeLessThan(2000);
  expect(leaving.dcs.holder).toBeUndefined();
  expect(leaving.why).toContain('no queueing');
});

test('a checkpoint that fails or hangs holds nothing up', async () => {
  const failing = new Leaving('b');
  const refuse = () => Promise.reject(new Error('no socket'));
  expect(await failing.run({ checkpoint: refuse })).toBeLessThan(2000);
  const hanging = new Leaving('b');
  const hang = () => new Promise<never>(() => undefined);
  expect(await hanging.run({ checkpoint: hang })).toBeLessThan(STOP_BOUNDS.turnMs + 1500);
});

test('says first that it stops, so that nobody chooses it', async () => {
  const leaving = new Leaving('b');
  leaving.dcs.seen = marks({ stopping: new Set(['patroni/b']) });
  await leaving.run();
  expect(leaving.dcs.written).toEqual(['stopping patroni/b']);
});

test('in a roll the leader hands over to the member that was rolled, made synchronous for that', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = C_IS_ROLLED;
  await leaving.run();
  const { events } = leaving.patroni;
  expect(events.filter((event) => /^(patch|switchover) /.test(event))).toEqual([
    'patch {"synchronous_node_count":2} at patroni-a',
    'switchover a c at patroni-a',
    'patch {"synchronous_node_count":null} at patroni-a',
  ]);
  expect(leaving.patroni.loan).toBeUndefined();
});

test('where the rolled member does not become synchronous in time, the sync standby takes over', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = C_IS_ROLLED;
  leaving.patroni.widensAfterMs = Infinity;
  expect(await leaving.run()).toBeLessThan(STOP_BOUNDS.widenMs + STOP_BOUNDS.handoverMs);
  expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
  expect(leaving.patroni.config).toMatchObject({ synchronous_node_count: null });
});

test('an engine that stops leaves no time for that', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = C_IS_ROLLED;
  leaving.patroni.widensAfterMs = Infinity;
  leaving.clock.onTick = (time) => {
    if (time >= 2000) leaving.hurry.abort();
  };
  expect(await leaving.run()).toBeLessThan(6000);
  expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
});

test('a Patroni that takes no other number of sync standbys is no obstacle', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = C_IS_ROLLED;
  const refuse = {
    ...leaving.patroni.controlAt('a'),
    patchConfig: () => Promise.reject(new Error('409')),
  };
  await leaving.run({ controlAt: () => refuse });
  expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
});

test.each([
  ['is not reached', () => Promise.resolve(false)],
  ['has no name', () => Promise.reject(new Error('ENOTFOUND'))],
  ['does not answer', () => new Promise<never>(() => undefined)],
])(
  'a rolled member that %s under its name is not made synchronous: Patroni would refuse it',
  async (_, reaches) => {
    const leaving = new Leaving('a');
    leaving.dcs.seen = C_IS_ROLLED;
    expect(await leaving.run({ reaches })).toBeLessThan(5000);
    expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
    expect(leaving.patroni.config).toEqual({ synchronous_mode: true });
  },
);

test('where Patroni refuses the rolled member, the sync standby takes over, and nothing is widened again', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = C_IS_ROLLED;
  leaving.patroni.answers = [
    ...Array.from({ length: 3 }, () => ({ status: 412, text: 'no good candidates' })),
    { status: 200, text: '' },
  ];
  await leaving.run();
  expect(leaving.asked.map((asked) => asked.split(' ')[2])).toEqual(['c', 'c', 'c', 'b']);
  const patches = leaving.patroni.events.filter((event) => event.startsWith('patch'));
  expect(patches).toHaveLength(2);
});

test('where the etcd of its node stops as well, the node goes: the sync standby takes over at once', async () => {
  const leaving = new Leaving('a');
  leaving.dcs.seen = { ...C_IS_ROLLED, stopping: new Set(['patroni/a', 'etcd/a']) };
  await leaving.run();
  expect(leaving.asked).toEqual(['switchover a b at patroni-a']);
  expect(leaving.patroni.config).toEqual({ synchronous_mode: true });
});
