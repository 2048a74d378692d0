import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { nodes, problemsOf } from './problems-of.js';

type Parameters = NonNullable<ClusterInput['postgresql']>['parameters'];

const found = (changes: Partial<ClusterInput>) =>
  problemsOf(changes).map(({ code, at }) => `${code} ${at}`);
const withParameters = (parameters: Parameters) => found({ postgresql: { parameters } });
const at = (code: string, name: string) => [`${code} postgresql.parameters.${name}`];

test('one size alone can be too large for a member', () => {
  expect(withParameters({ effective_cache_size: '40GB' })).toEqual(
    at('MEMORY_SHARE', 'effective_cache_size'),
  );
  expect(withParameters({ maintenance_work_mem: '10GB' })).toEqual(
    at('MEMORY_SHARE', 'maintenance_work_mem'),
  );
  expect(withParameters({ shared_buffers: '11GB', max_connections: 50 })).toEqual(
    at('MEMORY_SHARE', 'shared_buffers'),
  );
  expect(withParameters({ shared_buffers: '10GB', max_connections: 50 })).toEqual([]);
});

test('workers come out of the next larger pool', () => {
  expect(withParameters({ max_parallel_workers: 9 })).toEqual(
    at('PARALLEL_WORKERS', 'max_parallel_workers'),
  );
  expect(withParameters({ max_parallel_workers_per_gather: 9 })).toEqual(
    at('PARALLEL_WORKERS', 'max_parallel_workers_per_gather'),
  );
  expect(withParameters({ max_worker_processes: 4 })).toEqual([]);
});

test('somebody besides superusers can connect', () => {
  const parameters = { max_connections: 30, superuser_reserved_connections: 30 };
  expect(withParameters(parameters)).toEqual(
    at('RESERVED_CONNECTIONS', 'superuser_reserved_connections'),
  );
});

test('min_wal_size is below max_wal_size', () => {
  expect(withParameters({ min_wal_size: '20GB' })).toEqual(at('WAL_SIZES', 'min_wal_size'));
  expect(withParameters({ max_wal_size: '64MB', min_wal_size: 64 })).toEqual(
    at('WAL_SIZES', 'min_wal_size'),
  );
});

test('WAL and etcd leave room for the data on the smallest disk', () => {
  expect(withParameters({ max_wal_size: '50GB' })).toEqual(
    at('DISK_OVERCOMMITTED', 'max_wal_size'),
  );
  expect(withParameters({ max_slot_wal_keep_size: -1 })).toEqual(
    at('DISK_OVERCOMMITTED', 'max_slot_wal_keep_size'),
  );
  expect(found({ nodes: nodes({}, { disk: '10GB' }, {}) })).toEqual([
    'DISK_OVERCOMMITTED etcd.quota-backend-bytes',
  ]);
});

test('every replica finds a sender and a slot', () => {
  expect(withParameters({ max_wal_senders: 3 })).toEqual(at('SENDERS_TOO_FEW', 'max_wal_senders'));
  expect(withParameters({ max_replication_slots: 1 })).toEqual([
    ...at('PARAMETER_MINIMUM', 'max_replication_slots'),
    ...at('SENDERS_TOO_FEW', 'max_replication_slots'),
  ]);
  expect(withParameters({ max_wal_senders: 4, max_replication_slots: 4 })).toEqual([]);
});

test('zero loss needs a commit that waits', () => {
  const parameters = { synchronous_commit: 'local', fsync: false };
  expect(withParameters(parameters)).toEqual([
    ...at('COMMIT_NOT_WAITED', 'synchronous_commit'),
    ...at('COMMIT_NOT_WAITED', 'fsync'),
  ]);
  expect(found({ postgresql: { parameters }, availability: { rpo: '16MB' } })).toEqual([]);
  expect(withParameters({ synchronous_commit: 'remote_apply' })).toEqual([]);
});

test('whoever leads, another member may follow', () => {
  const never = { tags: { nofailover: true } };
  expect(found({ nodes: nodes({}, never, never) })).toEqual([
    'NO_CANDIDATE nodes[1].tags.nofailover',
  ]);
  expect(found({ nodes: nodes({}, {}, never) })).toEqual([]);
  const mixed = nodes({}, { tags: { failover_priority: 0 } }, { tags: { nosync: true } });
  expect(found({ nodes: mixed })).toEqual(['NO_CANDIDATE nodes[1].tags.failover_priority']);
  expect(found({ nodes: mixed, availability: { rpo: '16MB' } })).toEqual([]);
});

test('somebody serves the read port', () => {
  const none = { tags: { noloadbalance: true } };
  expect(found({ nodes: nodes(none, none, none) })).toEqual([
    'READ_PORT_EMPTY nodes[0].tags.noloadbalance',
  ]);
  expect(found({ nodes: nodes(none, none, {}) })).toEqual([]);
});

test('a lag below a WAL segment flaps', () => {
  expect(found({ haproxy: { read_max_lag: '1MB' } })).toEqual([
    'READ_LAG_FLAPS haproxy.read_max_lag',
  ]);
  expect(found({ haproxy: { read_max_lag: '16MB' } })).toEqual([]);
});

test('PostgreSQL has stopped before the next container starts', () => {
  const stop = (primary_stop_timeout: number) =>
    found({ patroni: { dcs: { primary_stop_timeout } } });
  expect(stop(46)).toEqual(['STOP_TOO_LONG patroni.dcs.primary_stop_timeout']);
  expect(stop(0)).toEqual(['STOP_TOO_LONG patroni.dcs.primary_stop_timeout']);
  expect(stop(45)).toEqual([]);
});

test('one HAProxy can carry all pools', () => {
  const databases = [{ name: 'a', owner: 'app', pool_size: 20 }];
  expect(found({ databases, haproxy: { maxconn: 59 } })).toEqual([
    'PROXY_CONNECTIONS haproxy.maxconn',
  ]);
  expect(found({ databases, haproxy: { maxconn: 60 } })).toEqual([]);
});

test('HAProxy lets go of a dead leader before the next one is there', () => {
  const haproxy = { check: { inter: '8s', fall: 4, fastinter: '6s' } };
  expect(found({ haproxy })).toEqual(['HAPROXY_SLOWER_THAN_TTL haproxy.check.inter']);
  expect(found({ haproxy, availability: { rto: 'safe' } })).toEqual([]);
});

test('a value is read with the unit PostgreSQL gives it', () => {
  expect(withParameters({ min_wal_size: '20971520kB' })).toEqual(at('WAL_SIZES', 'min_wal_size'));
  expect(withParameters({ max_connections: '0x1388' })).toEqual(
    at('MEMORY_OVERCOMMITTED', 'max_connections'),
  );
});
