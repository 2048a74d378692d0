import { expect, test } from 'vitest';
import {
  decideJoin,
  firstId,
  type ClusterView,
  type EtcdData,
} from '../../src/interlock/etcd-join-decision.js';
import type { EtcdMemberEntry } from '../../src/live/etcd-cluster.js';

const TOKEN = 'lab-dcs';
const self = { name: 'node-1', peerUrl: 'http://lab-etcd-node-1:2380', token: TOKEN };
const none: EtcdData = { kind: 'none' };

/** A member as the first start of the cluster made it. */
function member(node: string, changes: Partial<EtcdMemberEntry> = {}): EtcdMemberEntry {
  const peerUrl = `http://lab-etcd-${node}:2380`;
  return {
    id: firstId(peerUrl, TOKEN),
    name: node,
    peerUrls: [peerUrl],
    clientUrls: [`http://lab-etcd-${node}:2379`],
    isLearner: false,
    ...changes,
  };
}

const others = [member('node-2'), member('node-3')];

function quorum(...members: readonly EtcdMemberEntry[]): ClusterView {
  return { kind: 'quorum', members };
}

test('the id of a first start is the one etcd 3.5.16 gave', () => {
  expect(firstId('http://127.0.0.1:3010', TOKEN)).toBe('16557013726165056926');
});

test.each<[string, ClusterView]>([
  ['there is no other member yet', { kind: 'silent', named: [] }],
  [
    'another one is up and alone',
    { kind: 'no-quorum', remembered: [member('node-1', { clientUrls: [] })] },
  ],
  [
    'the others have a leader and wait for it',
    quorum(member('node-1', { clientUrls: [] }), ...others),
  ],
])('a first start goes as the file says: %s', (_, view) => {
  const memberId = firstId(self.peerUrl, TOKEN);
  expect(decideJoin(self, none, view)).toMatchObject({ kind: 'start', memberId });
});

test.each<[string, ClusterView]>([
  ['no quorum', { kind: 'no-quorum', remembered: [member('node-1'), ...others] }],
  ['a peer that has a name and is mute', { kind: 'silent', named: ['lab-etcd-node-2'] }],
])('a member without data starts nothing beside a cluster it cannot ask: %s', (_, view) => {
  expect(decideJoin(self, none, view).kind).toBe('wait');
});

test('a lost member is removed, added and joined, each from what the cluster says then', () => {
  const lost = member('node-1', { id: '11' });
  expect(decideJoin(self, none, quorum(lost, ...others))).toMatchObject({
    kind: 'remove',
    memberId: '11',
  });
  expect(decideJoin(self, none, quorum(...others)).kind).toBe('add');
  const added = member('node-1', { id: '12', name: '', clientUrls: [], isLearner: true });
  expect(decideJoin(self, none, quorum(...others, added))).toEqual({
    kind: 'join',
    memberId: '12',
    initialCluster: [
      'node-2=http://lab-etcd-node-2:2380',
      'node-3=http://lab-etcd-node-3:2380',
      'node-1=http://lab-etcd-node-1:2380',
    ].join(','),
  });
});

test('the list to join with has a name for a member that never joined', () => {
  const added = member('node-1', { id: '12', name: '', clientUrls: [] });
  const fresh = member('node-4', { id: '14', name: '', clientUrls: [] });
  expect(decideJoin(self, none, quorum(...others, added, fresh))).toMatchObject({
    initialCluster: expect.stringContaining('member-14=http://lab-etcd-node-4:2380') as string,
  });
});

test('a place kept from the first start is taken anew once the cluster has changed', () => {
  const waiting = member('node-1', { clientUrls: [] });
  const replaced = member('node-2', { id: '22' });
  expect(decideJoin(self, none, quorum(waiting, replaced, member('node-3')))).toMatchObject({
    kind: 'remove',
    memberId: waiting.id,
  });
});

test('a member with data starts, whatever the others say or do not say', () => {
  const kept: EtcdData = { kind: 'kept', memberId: '12' };
  const views: ClusterView[] = [
    { kind: 'silent', named: ['lab-etcd-node-2'] },
    { kind: 'no-quorum', remembered: others },
    quorum(member('node-1', { id: '12' }), ...others),
  ];
  for (const view of views) expect(decideJoin(self, kept, view).kind).toBe('start');
});

test('data of unknown owner, as an older release left it, is used', () => {
  const kept: EtcdData = { kind: 'kept', memberId: undefined };
  expect(decideJoin(self, kept, quorum(member('node-1'), ...others))).toMatchObject({
    kind: 'start',
    memberId: undefined,
  });
});

test('data of a member that the cluster removed is set aside', () => {
  const kept: EtcdData = { kind: 'kept', memberId: '12' };
  const successor = member('node-1', { id: '13' });
  expect(decideJoin(self, kept, quorum(...others)).kind).toBe('set-aside');
  expect(decideJoin(self, kept, quorum(successor, ...others)).kind).toBe('set-aside');
});
