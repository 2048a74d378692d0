import { expect, test } from 'vitest';
import {
  superviseMember,
  type MemberHooks,
  type SupervisedMember,
} from '../../src/interlock/supervise-member.js';
import { FakeMember } from './fake-member.js';

const patroni = {
  command: ['patroni'],
  memberLock: '/v/member.lock',
  postmasterLock: '/v/pm.lock',
};

const etcd = { command: ['etcd'], memberLock: '/v/member.lock' };

function supervise(
  member: FakeMember,
  hooks: MemberHooks = {},
  supervised: SupervisedMember = patroni,
) {
  const { log, clock } = member;
  const [stop, hurry] = [new AbortController(), new AbortController()];
  const request = { asked: stop.signal, hurried: hurry.signal };
  const code = superviseMember({ ...supervised, ...hooks }, { host: member, log, clock, request });
  return { code, stop, hurry };
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
  };
  member.onStopped = () => member.held.delete(patroni.postmasterLock);
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

test('tells the program only when its member may stop, and says so when it is gone', async () => {
  const member = new FakeMember();
  const { code, stop } = supervise(member, {
    beforeStop: async () => {
      await member.clock.sleep(5000);
      member.events.push('may stop');
    },
    afterStop: () => Promise.resolve(void member.events.push('gone')),
  });
  member.onTerminate = () => {
    member.endChild({ code: 0 });
  };
  member.onTick = () => {
    stop.abort();
  };
  expect(await code).toBe(0);
  expect(member.events.filter((event) => !event.startsWith('lock'))).toEqual([
    'start',
    'started',
    'may stop',
    'terminate',
    'ended',
    'postgres-gone',
    'gone',
  ]);
});

test('a hook that fails never keeps a member from stopping', async () => {
  const member = new FakeMember();
  const { code, stop } = supervise(member, { beforeStop: () => Promise.reject(new Error('no')) });
  member.onTerminate = () => {
    member.endChild({ code: 0 });
  };
  member.onTick = () => {
    stop.abort();
  };
  expect(await code).toBe(0);
  expect(member.events).toContain('hook-failed');
});

test('an etcd that hangs in its own stop is killed, and its supervisor ends', async () => {
  const member = new FakeMember();
  const { code, stop } = supervise(member, {}, { ...etcd, killAfterMs: 10_000 });
  member.onKill = () => {
    member.endChild({ signal: 'SIGKILL' });
  };
  stop.abort();
  expect(await code).toBe(137);
  expect(member.events).toEqual(['lock-held', 'start', 'started', 'terminate', 'killed', 'ended']);
});

test('an etcd that stops is not killed', async () => {
  const member = new FakeMember();
  const { code, stop } = supervise(member, {}, { ...etcd, killAfterMs: 10_000 });
  member.onTerminate = () => {
    member.endChild({ code: 0 });
  };
  stop.abort();
  expect(await code).toBe(0);
  expect(member.events).not.toContain('killed');
});

test('what hangs beside the program, or after it, does not hold up the end', async () => {
  const member = new FakeMember();
  const never = () => new Promise<void>(() => undefined);
  const { code, stop } = supervise(member, { whileRunning: never, afterStop: never }, etcd);
  member.onTerminate = () => {
    member.endChild({ code: 0 });
  };
  stop.abort();
  expect(await code).toBe(0);
  expect(member.events.filter((event) => event === 'hook-left')).toHaveLength(2);
});

test('when the engine stops, PostgreSQL is told directly beside a Patroni that hangs', async () => {
  const member = new FakeMember();
  member.server = { pid: 44, alive: true };
  const { code, stop, hurry } = supervise(member);
  let askedAt = Infinity;
  member.onTick = (time) => {
    if (!member.events.includes('start')) return;
    askedAt = Math.min(askedAt, time);
    hurry.abort();
    stop.abort();
  };
  member.onStopped = () => {
    member.endChild({ code: 0 });
  };
  expect(await code).toBe(0);
  expect(member.events).toContain('stop fast');
  expect(member.clock.now() - askedAt).toBeLessThan(12_000);
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
  expect(await supervise(member, {}, { ...etcd, entry }).code).toBe(0);
  expect(seen).toEqual(['/v/member.lock', 'lock-held', 'over']);
});

test('an entry that a stop ended starts nothing', async () => {
  const member = new FakeMember();
  const entry = {
    beforeStart: () => Promise.resolve(undefined),
    whileRunning: () => Promise.resolve(),
  };
  expect(await supervise(member, {}, { ...etcd, entry }).code).toBe(0);
  expect(member.events).not.toContain('start');
});
