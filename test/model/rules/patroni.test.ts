import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { nodes, problemsOf } from './problems-of.js';

type Patroni = NonNullable<ClusterInput['patroni']>;
type Dcs = NonNullable<Patroni['dcs']>;

const image = `registry.example.org/patroni@sha256:${'a'.repeat(64)}`;
const rows = (changes: Partial<ClusterInput>) =>
  problemsOf(changes).map(({ code, at }) => `${code} ${at}`);

test.each<[Patroni, string]>([
  [{ log: { type: 'json' } }, 'log.type'],
  [{ log: { deduplicate_heartbeat_logs: true } }, 'log.deduplicate_heartbeat_logs'],
  [{ restapi: { thread_pool_size: 8 } }, 'restapi.thread_pool_size'],
  [{ postgresql: { callbacks: { on_start: '/bin/x' } } }, 'postgresql.callbacks.on_start'],
  [{ postgresql: { before_stop: '/bin/x' } }, 'postgresql.before_stop'],
  [
    {
      postgresql: {
        create_replica_methods: ['wal_g'],
        replica_methods: { wal_g: { command: '/bin/x' } },
      },
    },
    'postgresql.replica_methods.wal_g.command',
  ],
])('%j needs an image that has it', (patroni, key) => {
  expect(rows({ patroni })).toEqual([`IMAGE_LACKS_FEATURE patroni.${key}`]);
  expect(rows({ patroni, images: { patroni: image } })).toEqual([]);
});

test('a method that makes replicas is defined, listed and named like no setting of Patroni', () => {
  const found = (create_replica_methods: string[], ...names: string[]) =>
    rows({
      images: { patroni: image },
      patroni: {
        postgresql: {
          create_replica_methods,
          replica_methods: Object.fromEntries(names.map((name) => [name, { command: '/bin/x' }])),
        },
      },
    });
  const at = 'REPLICA_METHOD patroni.postgresql';
  expect(found(['wal_g', 'basebackup'], 'wal_g')).toEqual([]);
  expect(found(['basebackup', 'wal_g'])).toEqual([`${at}.create_replica_methods[1]`]);
  expect(found(['basebackup'], 'wal_g')).toEqual([`${at}.replica_methods.wal_g`]);
  expect(found(['basebackup', 'listen'], 'listen')).toEqual([`${at}.replica_methods.listen`]);
});

test('two tags with one meaning are refused, and a custom tag that is none', () => {
  const tagged = nodes(
    { tags: { nofailover: false, failover_priority: 1 } },
    { tags: { nofailover: true, custom: { nostream: true, rack: 'b' } } },
    {},
  );
  expect(rows({ nodes: tagged })).toEqual([
    'TAG_CONFLICT nodes[0].tags.failover_priority',
    'TAG_CONFLICT nodes[1].tags.custom.nostream',
  ]);
});

test('whoever follows another member reaches the leader in the end', () => {
  const follow = (...sources: (string | undefined)[]) =>
    rows({
      nodes: nodes(...sources.map((from) => (from ? { tags: { replicatefrom: from } } : {}))),
      availability: { rpo: '16MB' },
    });
  expect(follow(undefined, 'pg-1', 'pg-2')).toEqual([]);
  expect(follow(undefined, undefined, 'pg-7')).toEqual([
    'REPLICATE_FROM nodes[2].tags.replicatefrom',
  ]);
  expect(follow('pg-3', undefined, 'pg-1')).toEqual([
    'REPLICATE_FROM nodes[0].tags.replicatefrom',
    'REPLICATE_FROM nodes[2].tags.replicatefrom',
  ]);
});

test('a member behind another replica holds no synchronous copy', () => {
  const two = { availability: { rpo: 'zero' as const } };
  const none = nodes({}, { tags: { replicatefrom: 'pg-1' } }, { tags: { nosync: true } });
  expect(rows({ ...two, nodes: none })).toEqual(['SYNC_NEEDS_REPLICA availability.rpo']);
});

test('a logical slot needs a database of the cluster, a plugin and wal_level logical', () => {
  const slots = (dcs: Dcs, wal_level = 'logical') =>
    rows({
      patroni: { dcs },
      postgresql: { parameters: { wal_level } },
      databases: [{ name: 'project', owner: 'project_owner' }],
    });
  const good = { type: 'logical', database: 'project', plugin: 'pgoutput' } as const;
  expect(slots({ slots: { changes: good, far: {} } })).toEqual([]);
  expect(slots({ slots: { changes: good } }, 'replica')).toEqual([
    'REPLICATION_SLOT patroni.dcs.slots.changes.type',
  ]);
  expect(slots({ slots: { changes: { ...good, database: 'other' } } })).toEqual([
    'REPLICATION_SLOT patroni.dcs.slots.changes.database',
  ]);
  expect(slots({ slots: { changes: { type: 'logical' } } })).toEqual([
    'REPLICATION_SLOT patroni.dcs.slots.changes',
  ]);
  expect(slots({ slots: { pg_1: good } })).toEqual(['REPLICATION_SLOT patroni.dcs.slots.pg_1']);
  expect(slots({ ignore_slots: [{ plugin: 'wal2json' }, {}] })).toEqual([
    'REPLICATION_SLOT patroni.dcs.ignore_slots[1]',
  ]);
});

test.each(['users anna anna', 'users "CN=A, O=B" anna', 'users /^(.*)@x$ \\1', 'u a +readers'])(
  '%s can stand in pg_ident',
  (line) => {
    expect(rows({ postgresql: { pg_ident: [line] } })).toEqual([]);
  },
);

test.each([
  'users anna',
  'users anna anna anna',
  'users a,b anna',
  'users x \\1',
  '# none',
  'a "b c',
])('%s is refused in pg_ident', (line) => {
  expect(rows({ postgresql: { pg_ident: [line] } })).toEqual([
    'IDENT_SYNTAX postgresql.pg_ident[0]',
  ]);
});
