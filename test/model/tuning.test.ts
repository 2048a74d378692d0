import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import type { Parameter } from '../../src/model/parameter.js';
import { parseBytes } from '../../src/core/units.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { settingsOf } from '../../src/model/catalogue/catalogue.js';
import { GB } from '../../src/model/sizes.js';
import { clusterConfig, hosts } from './cluster-config.js';

type Postgres = NonNullable<ClusterInput['postgresql']>;

function parametersOf(overrides: Partial<ClusterInput>): Map<string, Parameter> {
  const { patroni } = resolveCluster(clusterConfig(overrides));
  return new Map(patroni.parameters.map((parameter) => [parameter.name, parameter]));
}

function tune(postgresql: Postgres = {}): (name: string) => Parameter | undefined {
  const parameters = parametersOf({ postgresql });
  return (name) => parameters.get(name);
}

test('sizes memory by the weakest member, not by the host', () => {
  const even = resolveCluster(clusterConfig({ nodes: hosts(3) }));
  const [first, ...others] = hosts(3);
  const mixed = [{ ...first, name: 'n0', memory: '64GB', cpus: 8 }, ...others];
  expect(resolveCluster(clusterConfig({ nodes: mixed })).patroni.parameters).toEqual(
    even.patroni.parameters,
  );
  const limit = Math.min(...even.patroni.members.map(({ resources }) => resources.memoryBytes));
  const buffers = even.patroni.parameters.find(({ name }) => name === 'shared_buffers');
  expect(parseBytes(buffers?.value ?? '')).toBeLessThanOrEqual(limit / 4);
  expect(limit).toBeLessThan(32 * GB);
});

test("a user's value wins and says so; what follows from it follows", () => {
  const ours = tune();
  const users = tune({ parameters: { max_connections: 400 } });
  expect(users('max_connections')).toEqual({
    name: 'max_connections',
    value: '400',
    origin: { by: 'user', key: 'postgresql.parameters.max_connections' },
  });
  const workMem = (of: typeof ours) => parseBytes(of('work_mem')?.value ?? '') ?? 0;
  expect(workMem(users)).toBeLessThan(workMem(ours));
});

test('writes a switch as PostgreSQL does', () => {
  expect(tune({ parameters: { jit: true, log_checkpoints: false } })('jit')?.value).toBe('on');
});

test("puts a user's libraries beside ours", () => {
  const parameters = { shared_preload_libraries: 'auto_explain, pg_stat_statements' };
  expect(tune({ parameters })('shared_preload_libraries')?.value).toBe(
    'pg_stat_statements,auto_explain',
  );
});

test('lets a dead standby hold up commits for half the ttl at most', () => {
  const slow = parametersOf({ availability: { rto: 'safe' } });
  expect(slow.get('wal_sender_timeout')?.value).toBe('30s');
});

test.each(['oltp', 'mixed', 'analytics', 'vector'] as const)(
  'keeps WAL below the disk for %s',
  (workload) => {
    const parameter = tune({ workload });
    const size = (name: string) => parseBytes(parameter(name)?.value ?? '') ?? NaN;
    expect(size('min_wal_size')).toBeLessThan(size('max_wal_size'));
    expect(size('max_wal_size') + size('max_slot_wal_keep_size')).toBeLessThan(60 * GB);
  },
);

test('sets nothing that Patroni alone may set', () => {
  const forbidden = ['listen_addresses', 'port', 'hot_standby', 'synchronous_standby_names'];
  const names = [...parametersOf({}).keys()];
  expect(names.filter((name) => forbidden.includes(name))).toEqual([]);
  expect(names).toEqual([...names].sort());
});

test('each major gets what it knows', () => {
  const of = (version: 14 | 15 | 18) => tune({ version });
  expect(of(14)('wal_compression')?.value).toBe('on');
  expect(of(15)('wal_compression')?.value).toBe('lz4');
  expect(of(15)('io_method')).toBeUndefined();
  expect(of(18)('io_method')?.value).toBe('worker');
  expect(of(18)('io_workers')?.value).toBe('3');
});

test('a vector workload gets more memory for one index build', () => {
  const size = (workload: 'vector' | 'oltp') =>
    parseBytes(tune({ workload })('maintenance_work_mem')?.value ?? '') ?? NaN;
  expect(size('vector')).toBeGreaterThan(1.9 * size('oltp'));
});

test('what follows from fewer worker processes follows', () => {
  const few = tune({ parameters: { max_worker_processes: 2 } });
  expect(few('max_parallel_workers')?.value).toBe('2');
  expect(few('max_parallel_workers_per_gather')?.value).toBe('2');
});

test.each([14, 15, 16, 17, 18] as const)(
  'sets nothing that PostgreSQL %d does not know',
  (major) => {
    const names = [...parametersOf({ postgresql: { version: major } }).keys()];
    expect(names.filter((name) => !settingsOf(major).has(name))).toEqual([]);
  },
);

test('pages, units and fractions of the user are the same size', () => {
  const workMem = (shared_buffers: string | number) =>
    tune({ parameters: { shared_buffers } })('work_mem')?.value;
  expect(workMem(1048576)).toBe(workMem('8GB'));
  expect(workMem('8192.0MB')).toBe(workMem('8GB'));
  expect(workMem('8GB')).not.toBe(workMem('2GB'));
});
