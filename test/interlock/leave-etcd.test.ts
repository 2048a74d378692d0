import { expect, test } from 'vitest';
import { leaveEtcd } from '../../src/interlock/leave-etcd.js';
import type { EtcdStatus } from '../../src/live/etcd.js';
import { marks } from '../handover/fake-patroni.js';
import { FakeDcs } from './fake-dcs.js';
import { FakeMember } from './fake-member.js';

function status(memberId: string, leaderId: string, raftIndex = 1): EtcdStatus {
  const rest = {
    isLearner: false,
    raftTerm: 1,
    version: '3.5.16',
    dbSizeBytes: 1,
    dbInUseBytes: 1,
    revision: '1',
  };
  return { memberId, leaderId, raftIndex, ...rest };
}

class Leaving {
  readonly dcs = new FakeDcs();
  readonly member = new FakeMember();
  readonly hurry = new AbortController();
  readonly moved: string[] = [];
  reasons: string[] = [];
  /** Of member 1, which leaves, and the others; undefined does not answer. */
  members: (EtcdStatus | undefined)[] = [
    status('1', '1'),
    status('2', '1', 7),
    status('3', '1', 9),
  ];

  async run(): Promise<number> {
    const peer = (at: number) => ({
      host: `etcd-${at}`,
      status: () => {
        const answer = this.members[at];
        return answer ? Promise.resolve(answer) : Promise.reject(new Error('dead'));
      },
    });
    await leaveEtcd({
      self: 'a',
      clock: this.member.clock,
      log: (_event, facts = {}) => this.reasons.push(String(facts['reason'])),
      hurried: this.hurry.signal,
      marks: this.dcs,
      lease: this.dcs,
      own: peer(0),
      others: this.members.slice(1).map((_, at) => peer(at + 1)),
      moveRaftLeader: (id) => {
        this.moved.push(id);
        return Promise.resolve();
      },
    });
    return this.member.clock.now();
  }
}

test('the Raft leader moves to the member that has most, then it goes', async () => {
  const leaving = new Leaving();
  expect(await leaving.run()).toBeLessThan(2000);
  expect(leaving.moved).toEqual(['3']);
  expect(leaving.dcs.holder).toMatchObject({ holder: 'etcd/a', node: 'a' });
});

test('a member that does not lead moves nothing', async () => {
  const leaving = new Leaving();
  leaving.members = [status('1', '2'), status('2', '2'), status('3', '2')];
  await leaving.run();
  expect(leaving.moved).toEqual([]);
});

test('Patroni of its node goes first', async () => {
  const leaving = new Leaving();
  const stopping = new Set(['patroni/a', 'etcd/a']);
  leaving.dcs.seen = marks({ stopping });
  leaving.dcs.holder = { holder: 'patroni/a', node: 'a', reason: 'asked to stop' };
  leaving.member.onTick = (time) => {
    if (time > 7000) leaving.dcs.seen = marks({ stopping, gone: new Set(['patroni/a']) });
  };
  const took = await leaving.run();
  expect(took).toBeGreaterThan(7000);
  expect(took).toBeLessThan(9000);
  expect(leaving.reasons.at(-1)).toContain('goes with patroni/a');
});

test('waits while the others have no quorum without it, within its bound', async () => {
  const leaving = new Leaving();
  leaving.members = [status('1', '1'), undefined, status('3', '1')];
  const took = await leaving.run();
  expect(leaving.reasons.at(-1)).toContain('1 of 2 others are healthy');
  expect(took).toBeGreaterThanOrEqual(30_000);
  expect(took).toBeLessThan(32_000);
});

test('waits for nobody when the quorum is gone, or all go', async () => {
  const gone = new Leaving();
  gone.dcs.down = true;
  expect(await gone.run()).toBeLessThan(8000);
  const all = new Leaving();
  all.members = [status('1', '0'), undefined, undefined];
  all.dcs.seen = marks({ stopping: new Set(['etcd/a', 'etcd/b', 'etcd/c']) });
  expect(await all.run()).toBeLessThan(2000);
});

test('waits for nobody when every Patroni member is gone, and for its turn when one is left', async () => {
  const startedAt = new Map(['a', 'b'].map((name) => [`patroni/${name}`, '2026-11-27T00:00:00Z']));
  const destroyed = new Leaving();
  destroyed.members = [status('1', '1'), undefined, status('3', '1')];
  destroyed.dcs.holder = { holder: 'patroni/b', node: 'b', reason: 'asked to stop' };
  destroyed.dcs.seen = marks({ startedAt, gone: new Set(['patroni/a', 'patroni/b']) });
  expect(await destroyed.run()).toBeLessThan(2000);
  expect(destroyed.reasons.at(-1)).toContain('every Patroni member is gone');
  const rolled = new Leaving();
  rolled.dcs.holder = { holder: 'patroni/b', node: 'b', reason: 'asked to stop' };
  rolled.dcs.seen = marks({ startedAt, gone: new Set(['patroni/b']) });
  expect(await rolled.run()).toBeGreaterThanOrEqual(30_000);
});

test('an engine that stops leaves it six seconds for Patroni', async () => {
  const leaving = new Leaving();
  leaving.hurry.abort();
  leaving.dcs.seen = marks({ stopping: new Set(['patroni/a']) });
  expect(await leaving.run()).toBeLessThan(7500);
});
