import { expect, test } from 'vitest';
import { comeBack } from '../../src/interlock/come-back.js';
import { FakeDcs } from './fake-dcs.js';
import { FakeMember } from './fake-member.js';

const left = { holder: 'patroni/a', node: 'a', reason: 'asked to stop' };

function back(dcs: FakeDcs, isBack: (time: number) => boolean) {
  const { clock, log, ...member } = new FakeMember();
  const tools = {
    holder: 'patroni/a',
    clock,
    log,
    timestamp: () => '2026-01-01T00:00:00Z',
    marks: dcs,
    lease: dcs,
    isBack: () => Promise.resolve(isBack(clock.now())),
  };
  return { tools, clock, ...member };
}

test('keeps the turn its predecessor took until it streams', async () => {
  const dcs = new FakeDcs();
  dcs.holder = left;
  const { tools, clock } = back(dcs, (time) => time >= 9000);
  await comeBack(tools, new AbortController().signal);
  expect(dcs.written).toEqual(['started patroni/a']);
  expect(dcs.holder).toBeUndefined();
  expect(clock.now()).toBe(9000);
});

test('leaves the turn of somebody else alone', async () => {
  const dcs = new FakeDcs();
  dcs.holder = { ...left, holder: 'patroni/b' };
  const { tools } = back(dcs, () => true);
  await comeBack(tools, new AbortController().signal);
  expect(dcs.holder).toBeDefined();
});

test('a clone does not keep the turn for hours', async () => {
  const dcs = new FakeDcs();
  dcs.holder = left;
  const { tools, clock } = back(dcs, () => false);
  await comeBack(tools, new AbortController().signal);
  expect(dcs.holder).toBeUndefined();
  expect(clock.now()).toBeLessThan(125_000);
});

test('asks again until etcd answers, and stops asking when the member stops', async () => {
  const dcs = new FakeDcs();
  dcs.down = true;
  const { tools, clock } = back(dcs, () => true);
  const over = new AbortController();
  const ends = comeBack(tools, over.signal);
  while (clock.now() < 5000) await new Promise((resolve) => setImmediate(resolve));
  dcs.down = false;
  await ends;
  expect(dcs.written).toEqual(['started patroni/a']);
});
