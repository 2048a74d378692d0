import { expect, test } from 'vitest';
import { watchPostmaster } from '../../src/interlock/postmaster-watch.js';
import { FakeMember } from './fake-member.js';

/** Watches for `seconds`; `at` says what happens when. */
async function watchFor(member: FakeMember, seconds: number, at: (time: number) => void) {
  const over = new AbortController();
  member.onTick = (time) => {
    at(time);
    if (time >= seconds * 1000) over.abort();
  };
  member.server = { pid: 44, alive: true };
  await watchPostmaster(member, member.log, member.clock, over.signal);
}

test('wakes Patroni as soon as a postmaster is gone and its pid file is not', async () => {
  const member = new FakeMember();
  let wokenAt = 0;
  member.onWake = () => {
    wokenAt = member.clock.now();
    member.server = { pid: 45, alive: true };
  };
  await watchFor(member, 10, (time) => {
    if (time === 2000) member.server = { pid: 44, alive: false };
  });
  expect(member.wakes).toBe(1);
  expect(wokenAt).toBeLessThanOrEqual(2200);
});

test('a postmaster that stopped cleanly or was restarted is no crash', async () => {
  const member = new FakeMember();
  await watchFor(member, 10, (time) => {
    if (time === 1000) member.server = undefined;
    if (time === 2000) member.server = { pid: 50, alive: true };
    if (time === 3000) member.server = { pid: 51, alive: true };
  });
  expect(member.wakes).toBe(0);
});

test('a pid file that another container left behind is no crash', async () => {
  const member = new FakeMember();
  const over = new AbortController();
  member.server = { pid: 44, alive: false };
  member.onTick = (time) => {
    if (time >= 3000) over.abort();
  };
  await watchPostmaster(member, member.log, member.clock, over.signal);
  expect(member.events).toEqual([]);
});

test('a wake-up that fails is tried again, but not for ever', async () => {
  const member = new FakeMember();
  member.onWake = () => {
    throw new Error('refused');
  };
  await watchFor(member, 30, (time) => {
    if (time === 1000) member.server = { pid: 44, alive: false };
  });
  expect(member.wakes).toBe(5);
});
