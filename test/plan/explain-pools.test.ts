import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { offlineChange } from '../../src/cli/plan/offline-change.js';
import { findImpact } from '../../src/plan/find-impact.js';
import type { Finding } from '../../src/plan/finding.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { hosts } from '../model/cluster-config.js';

type Parameters = Record<string, number>;

const databases = [
  { name: 'given', owner: 'app', pool_size: 5 },
  { name: 'open', owner: 'app' },
];

function told(before: Partial<ClusterInput>, after: Partial<ClusterInput>): Finding | undefined {
  const [one, other] = [before, after].map((changes) => clusterConfig({ databases, ...changes }));
  if (!one || !other) return undefined;
  return findImpact(offlineChange(one, other)).find(({ code }) => code === 'POOLS_FOLLOW');
}

const withParameters = (parameters: Parameters): Partial<ClusterInput> => ({
  postgresql: { parameters },
});

test('what a PgBouncer may take is told where max_connections changes, and that it restarts nothing', () => {
  expect(
    told(withParameters({ max_connections: 100 }), withParameters({ max_connections: 130 })),
  ).toMatchObject({
    severity: 'live',
    object: 'orders-pgbouncer',
    what: 'server connections of each PgBouncer, shared by what has no pool_size: open',
    before: { text: '29' },
    after: { text: '39' },
    causes: ['postgresql.parameters.max_connections: 100 -> 130'],
    members: [],
  });
});

test('what is reserved counts too', () => {
  const max_connections = 100;
  expect(
    told(
      withParameters({ max_connections }),
      withParameters({ max_connections, superuser_reserved_connections: 9 }),
    ),
  ).toMatchObject({
    after: { text: '27' },
    causes: ['postgresql.parameters.superuser_reserved_connections: 3 -> 9'],
  });
});

test('more PgBouncers share the same', () => {
  expect(told({ nodes: hosts(3) }, { nodes: hosts(4) })).toMatchObject({
    before: { text: '62' },
    after: { text: '46' },
  });
});

test.each<[string, Partial<ClusterInput>, Partial<ClusterInput>]>([
  [
    'all pools have a size',
    { ...withParameters({ max_connections: 100 }), databases: databases.slice(0, 1) },
    { ...withParameters({ max_connections: 130 }), databases: databases.slice(0, 1) },
  ],
  [
    'rounding leaves it as it is',
    withParameters({ max_connections: 100 }),
    withParameters({ max_connections: 101 }),
  ],
  ['another parameter changes', {}, withParameters({ max_wal_senders: 20 })],
])('nothing is told where %s', (_, before, after) => {
  expect(told(before, after)).toBeUndefined();
});
