import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { checkCluster } from '../../../src/model/check-cluster.js';
import { hosts, shippedConfig } from '../cluster-config.js';
import { nodes, problemsOf } from './problems-of.js';

type Parameters = NonNullable<ClusterInput['postgresql']>['parameters'];

const found = (changes: Partial<ClusterInput>) =>
  problemsOf(changes).map(({ code, at }) => `${code} ${at}`);
const withParameters = (parameters: Parameters) => found({ postgresql: { parameters } });
const database = (name: string, pool_size?: number) => ({ name, owner: 'app', pool_size });

test('settings that could use more memory than a member has are refused where they stand', () => {
  const at = (name: string) => [`MEMORY_OVERCOMMITTED postgresql.parameters.${name}`];
  expect(withParameters({ max_connections: 5000 })).toEqual(at('max_connections'));
  expect(withParameters({ work_mem: '2GB' })).toEqual(at('work_mem'));
  expect(withParameters({ autovacuum_work_mem: '8GB' })).toEqual(at('autovacuum_work_mem'));
});

test('the worst case is shown as a sum', () => {
  const [problem] = problemsOf({ postgresql: { parameters: { max_connections: 3000 } } });
  expect(problem?.got).toMatch(/^\d+MB in the worst case: shared_buffers \d+MB \+ 3000 conn/);
});

test('without a value of yours the smallest host is to blame', () => {
  const small = nodes({}, { memory: '1200MB' }, {});
  expect(found({ nodes: small })).toEqual(['MEMORY_OVERCOMMITTED nodes[1].memory']);
});

test('a host that leaves nothing for PostgreSQL is refused once, with the sum', () => {
  const problems = problemsOf({ nodes: nodes({}, { memory: '1GB' }, {}) });
  expect(problems.map(({ code, at }) => `${code} ${at}`)).toEqual([
    'NODE_TOO_SMALL nodes[1].memory',
  ]);
  expect(problems[0]?.got).toBe(
    '1GB, of which host 256MB + etcd 256MB + haproxy 128MB + pgbouncer 96MB + reconciler 160MB come off',
  );
});

test.each(['1500MB', '2GB', '4GB', '16GB', '256GB'])(
  'sizes of our own fit into a host of %s',
  (memory) => {
    expect(found({ nodes: hosts(3, { memory, cpus: 2 }), databases: [] })).toEqual([]);
  },
);

test.each(['lab', 'production'] as const)('the shipped cluster %s fits', (name) => {
  expect(checkCluster(shippedConfig(name))).toEqual([]);
});

test('more databases than connections are refused', () => {
  const databases = Array.from({ length: 40 }, (_, index) => database(`d${index}`));
  const postgresql = { parameters: { max_connections: 100 } };
  expect(found({ databases, postgresql })).toEqual(['POOL_BUDGET_TOO_SMALL databases']);
});

test('pools that the server could not serve are refused, by the largest that is given', () => {
  const postgresql = { parameters: { max_connections: 100 } };
  const pgbouncer = { default_pool_size: 50 };
  expect(found({ databases: [database('a')], pgbouncer, postgresql })).toEqual([
    'POOLS_EXCEED_CONNECTIONS pgbouncer.default_pool_size',
  ]);
  const databases = [database('a', 5), database('b', 60)];
  expect(found({ databases, postgresql })).toEqual([
    'POOLS_EXCEED_CONNECTIONS databases[1].pool_size',
  ]);
});

test("connections that PostgreSQL keeps back are not the pools'", () => {
  const parameters = { max_connections: 100, superuser_reserved_connections: 80 };
  const databases = [database('a', 2)];
  expect(found({ databases, postgresql: { parameters } })).toEqual([
    'POOLS_EXCEED_CONNECTIONS databases[0].pool_size',
  ]);
});
