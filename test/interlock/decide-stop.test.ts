import { expect, test } from 'vitest';
import type { HandoverView } from '../../src/handover/choose-candidate.js';
import { decideStop } from '../../src/interlock/decide-stop.js';
import { marks } from '../handover/fake-patroni.js';
import { cluster, member } from '../reconciler/factories.js';

const leader = member('a', 'leader', 'running');

function view(over: Partial<HandoverView> = {}): HandoverView {
  return { cluster: cluster(), syncMode: true, marks: marks(), ...over };
}

const stopping = (...holders: string[]) => marks({ stopping: new Set(holders) });
const act = (seen: HandoverView, self: string) => decideStop(seen, self, 3).act;

test('a leader hands over at once, also in a paused cluster: it names the candidate', () => {
  expect(decideStop(view(), 'a', 3)).toMatchObject({ act: 'hand-over', reason: /^b:/ });
  expect(act(view({ cluster: cluster(undefined, true) }), 'a')).toBe('hand-over');
});

test('a leader whose replicas stop too waits for one of them to come back', () => {
  const both = stopping('patroni/a', 'patroni/b', 'patroni/c');
  expect(decideStop(view({ marks: both }), 'a', 3)).toEqual({
    act: 'wait',
    reason: 'for a candidate: b is stopping; c is stopping',
    forCandidate: true,
  });
});

test('a leader waits for a replica that is cloned, and for nobody when it is alone', () => {
  const cloning = [leader, member('b', 'replica', 'creating replica')];
  expect(act(view({ cluster: cluster(cloning) }), 'a')).toBe('wait');
  expect(act(view({ cluster: cluster([leader]) }), 'a')).toBe('stop');
  const dead = [leader, member('b', 'replica', 'start failed')];
  expect(act(view({ cluster: cluster(dead) }), 'a')).toBe('stop');
});

test('when the whole cluster is destroyed, replicas go at once and the leader last', () => {
  const all = ['patroni/a', 'patroni/b', 'patroni/c', 'etcd/a', 'etcd/b', 'etcd/c'];
  expect(act(view({ marks: stopping(...all) }), 'b')).toBe('stop');
  expect(act(view({ marks: stopping(...all) }), 'a')).toBe('wait');
  const gone = { ...stopping(...all), gone: new Set(['patroni/b', 'patroni/c']) };
  expect(act(view({ marks: gone }), 'a')).toBe('stop');
});

test('replicas of members that are all forced at once take turns: they come back', () => {
  const all = stopping('patroni/a', 'patroni/b', 'patroni/c');
  expect(act(view({ marks: all }), 'b')).toBe('queue');
  const back = [leader, member('b', 'sync_standby'), member('c', 'replica', 'starting')];
  const seen = view({ cluster: cluster(back), marks: stopping('patroni/a', 'patroni/b') });
  expect(act(seen, 'b')).toBe('wait');
});

test('a replica queues while another one could lead', () => {
  expect(act(view(), 'b')).toBe('queue');
  expect(act(view({ marks: stopping('patroni/b', 'patroni/a') }), 'b')).toBe('queue');
});

test('a replica waits for one that starts, not for one that is dead, drained or stopping', () => {
  const with3rd = (state: string) =>
    view({
      cluster: cluster([leader, member('b', 'sync_standby'), member('c', 'replica', state)]),
    });
  expect(act(with3rd('starting'), 'b')).toBe('wait');
  expect(act(with3rd('stopped'), 'b')).toBe('queue');
  expect(act(view({ cluster: cluster([leader, member('b', 'sync_standby')]) }), 'b')).toBe('queue');
  expect(act(view({ marks: stopping('patroni/c') }), 'b')).toBe('queue');
});

test('a replica stays while nobody leads: it may have to', () => {
  expect(act(view({ cluster: cluster([member('b'), member('c')]) }), 'b')).toBe('wait');
});
