import type { Clock } from '../../src/core/clock.js';
import type { EtcdStore } from '../../src/live/etcd.js';
import type { HeldOperation, OperationLease } from '../../src/live/operation-lease.js';
import type { PatroniCluster, PatroniMemberState } from '../../src/live/patroni-rest.js';
import type { SqlRow, SqlSession } from '../../src/live/sql.js';
import type { DesiredDatabases, Topology } from '../../src/model/desired-state.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import type { PassContext } from '../../src/reconciler/step.js';

export function topology(nodes = ['a', 'b', 'c']): Topology {
  return {
    format: 1,
    scope: 'orders',
    deadlineSeconds: 60,
    etcd: { clientPort: 2379, members: nodes.map((node) => ({ node, service: `etcd-${node}` })) },
    patroni: {
      postgresPort: 5432,
      restPort: 8008,
      synchronousMode: true,
      ttlSeconds: 20,
      loopWaitSeconds: 5,
      members: nodes.map((node) => ({ node, service: `patroni-${node}` })),
    },
    haproxy: { service: 'haproxy', tasks: 1, writePort: 5432, readPort: 5433, statsPort: 8404 },
    pgbouncer: {
      service: 'pgbouncer',
      tasks: 1,
      port: 6432,
      authUser: 'pgbouncer_auth',
      authDatabase: 'postgres',
    },
    reconciler: { service: 'reconciler', statusPort: 8010 },
    databases: [{ name: 'project', owner: 'project_owner' }],
  };
}

export function desired(
  databases: DesiredDatabases['databases'] = [
    { name: 'project', owner: 'project_owner', extensions: [] },
  ],
  roles: NonNullable<DesiredDatabases['roles']> = [],
): DesiredState {
  return { digest: 'd1', topology: topology(), databases, roles, files: [] };
}

export function member(name: string, role = 'replica', state = 'streaming'): PatroniMemberState {
  return {
    name,
    role,
    state,
    host: `patroni-${name}`,
    port: 5432,
    timeline: 1,
    lagBytes: role === 'leader' ? undefined : 0,
    pendingRestart: false,
    nofailover: false,
  };
}

/** Leader `a`, sync standby `b`, replica `c`. */
export function cluster(
  members = [member('a', 'leader', 'running'), member('b', 'sync_standby'), member('c')],
  paused = false,
): PatroniCluster {
  return { members, paused };
}

/** A session that answers each statement by the first key it contains, and remembers them all. */
export class FakeSql implements SqlSession {
  readonly statements: string[] = [];
  readonly #answers: Readonly<Record<string, readonly SqlRow[]>>;

  constructor(answers: Readonly<Record<string, readonly SqlRow[]>> = {}) {
    this.#answers = answers;
  }

  query(text: string): Promise<readonly SqlRow[]> {
    this.statements.push(text);
    const key = Object.keys(this.#answers).find((part) => text.includes(part));
    return Promise.resolve(key === undefined ? [] : (this.#answers[key] ?? []));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Everything that was not a plain read. */
  get changes(): string[] {
    return this.statements.filter((text) => !/^\s*SELECT/.test(text));
  }
}

export function context(sql: FakeSql, over: Partial<PassContext> = {}): PassContext {
  return {
    desired: desired(),
    cluster: cluster(),
    roles: { key: 'test-key' },
    log: () => undefined,
    leaderSql: () => Promise.resolve(sql),
    ...over,
  };
}

/** Time that passes only by sleeping; ends an endless loop after an hour. */
export class FakeClock implements Clock {
  milliseconds = 0;

  now(): number {
    return this.milliseconds;
  }

  /** Time goes on when nobody has anything left to do. */
  async sleep(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.milliseconds += milliseconds;
    if (this.milliseconds > 3_600_000) throw new Error('an hour is over');
  }
}

export class FakeStore implements EtcdStore {
  readonly keys: Record<string, string>;

  constructor(keys: Record<string, string> = {}) {
    this.keys = keys;
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.keys[key]);
  }

  getPrefix(prefix: string): Promise<Record<string, string>> {
    const found = Object.entries(this.keys).filter(([key]) => key.startsWith(prefix));
    return Promise.resolve(Object.fromEntries(found));
  }

  put(key: string, value: string): Promise<void> {
    this.keys[key] = value;
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    Reflect.deleteProperty(this.keys, key);
    return Promise.resolve();
  }
}

/** @param busyWith - what a member holds it for; undefined if it is free */
export function fakeLease(busyWith: string | undefined): OperationLease {
  const held: HeldOperation = {
    operation: { holder: 'reconciler', node: '', reason: '' },
    keepAlive: () => Promise.resolve(true),
    isHeld: () => Promise.resolve(true),
    release: () => Promise.resolve(),
  };
  const other = { holder: 'patroni/b', node: 'b', reason: busyWith ?? '' };
  return {
    acquire: () => Promise.resolve(busyWith === undefined ? held : { heldBy: other }),
    adopt: () => Promise.resolve(undefined),
    current: () => Promise.resolve(undefined),
  };
}
