import { expect, test } from 'vitest';
import { readClusterView } from '../../src/ops/status.js';
import type { OpTools } from '../../src/ops/op-tools.js';
import { cluster, FakeClock, FakeStore, member, topology } from '../reconciler/factories.js';

const dead = () => Promise.reject(new Error('no route to host'));

function tools(over: Partial<OpTools> = {}): OpTools {
  const rest = { cluster: dead, member: dead, config: dead, alive: dead, switchover: dead };
  return {
    topology: topology(),
    clock: new FakeClock(),
    patroniAt: () => rest,
    etcdStatus: dead,
    store: new FakeStore({ '/patroni-swarm/orders/refused/d0': 'no such extension' }),
    marks: { read: dead },
    log: () => undefined,
    connect: dead,
    haproxyBackends: dead,
    pgbouncerProbe: dead,
    resolveHost: () => Promise.resolve(['10.0.0.9']),
    fetchText: dead,
    postgres: {
      superuser: { username: 'postgres', password: 'p' },
      restApi: { username: 'patroni', password: 'p' },
    },
    roles: undefined,
    ...over,
  };
}

test('a cluster where nothing answers is described, not an error', async () => {
  const view = await readClusterView(tools());
  const error = 'no route to host';
  expect(view).toMatchObject({
    up: false,
    reasons: [expect.stringContaining(error) as unknown],
    leader: null,
    members: [{ name: 'a', role: 'missing' }, { role: 'missing' }, { role: 'missing' }],
    etcd: { healthy: false, leader: null },
    haproxy: { tasks: [{ address: '10.0.0.9', reachable: false, error, backends: [] }] },
    pgbouncer: { tasks: [{ reachable: false, error }] },
    reconciler: { reachable: false, error },
    refusals: { d0: 'no such extension' },
  });
});

test('any one member that answers tells of all; a stranger in the DCS is shown too', async () => {
  const known = cluster([member('a', 'leader', 'running'), member('b', 'sync_standby')]);
  const answering = { cluster: () => Promise.resolve(known) };
  const silent = { cluster: dead };
  const others = { member: dead, config: dead, alive: dead, switchover: dead };
  const view = await readClusterView(
    tools({
      topology: topology(['b', 'c']),
      patroniAt: (host) => ({ ...others, ...(host === 'patroni-c' ? answering : silent) }),
    }),
  );
  expect(view.leader).toBe('a');
  expect(view.members.map(({ name, node, role }) => [name, node, role])).toEqual([
    ['b', 'b', 'sync_standby'],
    ['c', 'c', 'missing'],
    ['a', null, 'leader'],
  ]);
});

test('etcd members that follow different leaders are not healthy', async () => {
  const ids: Record<string, string> = { 'http://etcd-a:2379': '1', 'http://etcd-b:2379': '2' };
  const view = await readClusterView(
    tools({
      etcdStatus: (endpoint) => {
        const id = ids[endpoint] ?? '3';
        const sizes = { dbSizeBytes: 1, dbInUseBytes: 1, revision: '1' };
        const raft = { version: '3.5', raftTerm: 1, raftIndex: 1, isLearner: false, ...sizes };
        return Promise.resolve({ ...raft, memberId: id, leaderId: id === '2' ? '2' : '1' });
      },
    }),
  );
  expect(view.etcd).toMatchObject({ healthy: false, leader: null });
});
