import { expect, test } from 'vitest';
import { chooseCandidate } from '../../src/handover/choose-candidate.js';
import { cluster, member } from '../reconciler/factories.js';
import { marks } from './fake-patroni.js';

const leader = member('a', 'leader', 'running');
const names = ['a', 'b', 'c'];

function view(members = cluster().members, seen = marks(), syncMode = false) {
  return { cluster: cluster([...members]), syncMode, marks: seen };
}

function chosen(...args: Parameters<typeof chooseCandidate>): string {
  const choice = chooseCandidate(...args);
  return 'to' in choice ? choice.to : choice.none.join('; ');
}

test('in sync mode the sync standby takes over, and nobody else may', () => {
  const sync = view(undefined, undefined, true);
  expect(chosen(sync, 'a')).toBe('b');
  expect(chosen(sync, 'a', 'c')).toBe('c is no sync standby');
  expect(chosen(sync, 'a', 'a')).toBe('');
});

test('a member that is stopping, far from streaming or barred cannot take over', () => {
  const stopping = marks({ stopping: new Set(['patroni/c', 'etcd/b']) });
  expect(chosen(view(undefined, stopping), 'a')).toBe('b');
  const members = [
    leader,
    member('b', 'replica', 'creating replica'),
    { ...member('c'), nofailover: true },
  ];
  expect(chosen(view(members), 'a')).toBe(
    'b is creating replica, not streaming; c has the tag nofailover',
  );
});

test('says who may become able, so that a stop knows whether waiting can help', () => {
  const members = [leader, member('b', 'replica', 'starting'), member('c', 'replica', 'crashed')];
  expect(chooseCandidate(view(members), 'a')).toMatchObject({ hopeful: ['b'] });
});

test('of those who can, the one that started last takes over, else the last of the chain', () => {
  const streaming = [leader, member('b'), member('c')];
  expect(chosen(view(streaming), 'a')).toBe('c');
  const started = new Map([
    ['patroni/b', '2026-01-01T10:00:09Z'],
    ['patroni/c', '2026-01-01T10:00:01Z'],
  ]);
  expect(chosen(view(streaming, marks({ startedAt: started })), 'a')).toBe('b');
});

test('one that is far behind leads only if there is no other', () => {
  const far = { ...member('c'), lagBytes: 64 * 1024 ** 2 };
  expect(chosen(view([leader, member('b'), far]), 'a')).toBe('b');
  expect(chosen(view([leader, far]), 'a')).toBe('c');
});

test.each(names)(
  'a roll of three that begins with %s leading hands over twice at most',
  (first) => {
    const startedAt = new Map(names.map((name, at) => [`patroni/${name}`, `0${at}`]));
    let leads = first;
    let handovers = 0;
    for (const [at, rolled] of names.entries()) {
      if (rolled === leads) {
        const members = names.map((name) => (name === leads ? { ...leader, name } : member(name)));
        leads = chosen(view(members, marks({ startedAt })), rolled);
        handovers += 1;
      }
      startedAt.set(`patroni/${rolled}`, `1${at}`);
    }
    expect(handovers).toBeLessThanOrEqual(2);
  },
);
