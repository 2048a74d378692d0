import type { SqlConnect, SqlRow, SqlTarget } from '../../src/live/sql.js';
import type { ClusterView } from '../../src/model/cluster-view.js';
import type { CheckContext } from '../../src/verify/check.js';
import { FakeClock, topology } from '../reconciler/factories.js';

/** Leader `a`, sync standby `b`, replica `c`, everything answering. */
export function view(over: Partial<ClusterView> = {}): ClusterView {
  const row = { timeline: 1, lagBytes: 0, port: 5432, pendingRestart: false };
  const at = (name: string) => ({ name, node: name, service: `patroni-${name}`, host: name });
  const etcd = { reachable: true, version: '3.5', raftTerm: 2, raftIndex: 9, dbSizeBytes: 1 };
  return {
    scope: 'orders',
    up: true,
    reasons: [],
    leader: 'a',
    paused: false,
    members: [
      { ...at('a'), ...row, role: 'leader', state: 'running' },
      { ...at('b'), ...row, role: 'sync_standby', state: 'streaming' },
      { ...at('c'), ...row, role: 'replica', state: 'streaming' },
    ],
    etcd: {
      healthy: true,
      leader: 'a',
      members: ['a', 'b', 'c'].map((node) => ({
        ...etcd,
        node,
        service: `etcd-${node}`,
        leader: node === 'a',
      })),
    },
    haproxy: { expected: 1, tasks: [{ address: '10.0.0.9', reachable: true, backends: [] }] },
    pgbouncer: { expected: 1, tasks: [{ address: '10.0.0.8', reachable: true }] },
    reconciler: { reachable: true, status: null },
    refusals: {},
    ...over,
  };
}

/** A server that answers every statement of a connection from `answer`; throwing refuses it. */
export function server(answer: (target: SqlTarget, text: string) => readonly SqlRow[]): SqlConnect {
  return (target) =>
    Promise.resolve({
      query: (text) => Promise.resolve(answer(target, text)),
      close: () => Promise.resolve(),
    });
}

export function context(over: Partial<CheckContext> = {}): CheckContext {
  return {
    topology: topology(),
    clock: new FakeClock(),
    connect: server(() => []),
    postgres: {
      superuser: { username: 'postgres', password: 'p' },
      restApi: { username: 'patroni', password: 'p' },
    },
    roles: { key: 'test-key' },
    view: view(),
    ...over,
  };
}
