import { expect, test } from 'vitest';
import { superviseMember } from '../../src/interlock/supervise-member.js';
import { FakeMember } from './fake-member.js';

const patroni = {
  command: ['patroni'],
  memberLock: '/v/member.lock',
  postmasterLock: '/v/pm.lock',
};

function supervise(member: FakeMember, stop = new AbortController()) {
  const { log, clock } = member;
  return { code: superviseMember(patroni, { host: member, log, clock, stop: stop.signal }), stop };
}

test('starts nothing while another container holds the volume', async () => {
  const member = new FakeMember();
  member.held.add(patroni.memberLock);
  member.onTick = (time) => {
    if (time >= 20_000) member.held.delete(patroni.memberLock);
    if (member.events.includes('start')) member.endChild({ code: 0 });
  };
  await supervise(member).code;
  expect(member.events.slice(0, 4)).toEqual(['lock-wait', 'lock-wait', 'lock-wait', 'lock-wait']);
  expect(member.events.indexOf('lock-held')).toBeLessThan(member.events.indexOf('start'));
});

test('starts nothing while a postgres of an earlier container lives', async () => {
  const member = new FakeMember();
  member.held.add(patroni.postmasterLock);
  const { code, stop } = supervise(member);
  member.onTick = (time) => {
    if (time >= 10_000) stop.abort();
  };
  expect(await code).toBe(0);
  expect(member.events).not.toContain('start');
});

test('a stop while it waits for the lock ends at once and cleanly', async () => {
  const member = new FakeMember();
  member.held.add(patroni.memberLock);
  const { code, stop } = supervise(member);
  stop.abort();
  expect(await code).toBe(0);
  expect(member.events).toEqual(['lock-abandoned']);
});

test('a stop is done only when the postgres that Patroni left behind is gone', async () => {
  const member = new FakeMember();
  const { code, stop } = supervise(member);
  member.onTerminate = () => {
    member.held.add(patroni.postmasterLock);
    member.server = { pid: 44, alive: true };
    member.endChild({ code: 0 });
  };
  member.onTick = () => {
    stop.abort();
    if (!member.server) member.held.delete(patroni.postmasterLock);
  };
  expect(await code).toBe(0);
  expect(member.events.slice(-3)).toEqual(['postgres-stop', 'stop fast', 'postgres-gone']);
});

test('a postgres that hangs is not waited for longer than a stop may take', async () => {
  const member = new FakeMember();
  member.obeys = [];
  const { code } = supervise(member);
  member.onTick = () => {
    member.held.add(patroni.postmasterLock);
    member.server = { pid: 44, alive: true };
    member.endChild({ code: 1 });
  };
  expect(await code).toBe(1);
  expect(member.events.slice(-1)).toEqual(['postgres-left']);
  expect(member.clock.now()).toBeLessThan(45_000);
});

test.each([
  [{ code: 3 }, false, 3],
  [{ signal: 'SIGKILL' as const }, false, 137],
  [{ signal: 'SIGTERM' as const }, false, 143],
  [{ signal: 'SIGTERM' as const }, true, 0],
])('a child that ends by %o, asked %s, exits %i', async (end, asked, expected) => {
  const member = new FakeMember();
  const { code, stop } = supervise(member);
  member.onTerminate = () => {
    member.endChild(end);
  };
  member.onTick = () => {
    if (asked) stop.abort();
    else member.endChild(end);
  };
  expect(await code).toBe(expected);
});

test('the entry decides the program before it starts, and runs beside it', async () => {
  const member = new FakeMember();
  const seen: string[] = [];
  const entry = {
    beforeStart: () => {
      seen.push(...member.held, ...member.events);
      return Promise.resolve(['etcd', '--other']);
    },
    whileRunning: async (over: AbortSignal) => {
      while (!over.aborted) await member.clock.sleep(1000);
      seen.push('over');
    },
  };
  member.onTick = () => {
    member.endChild({ code: 0 });
  };
  const etcd = { command: ['etcd'], memberLock: '/v/member.lock', entry };
  const { log, clock } = member;
  const { signal } = new AbortController();
  expect(await superviseMember(etcd, { host: member, log, clock, stop: signal })).toBe(0);
  expect(seen).toEqual(['/v/member.lock', 'lock-held', 'over']);
});

test('an entry that a stop ended starts nothing', async () => {
  const member = new FakeMember();
  const entry = {
    beforeStart: () => Promise.resolve(undefined),
    whileRunning: () => Promise.resolve(),
  };
  const etcd = { command: ['etcd'], memberLock: '/v/member.lock', entry };
  const { log, clock } = member;
  const { signal } = new AbortController();
  expect(await superviseMember(etcd, { host: member, log, clock, stop: signal })).toBe(0);
  expect(member.events).not.toContain('start');
});
