/** Limits of the tiers beside the members: they come off the members' memory. */
export const LIMIT_READS: readonly string[] = ['etcd', 'haproxy', 'pgbouncer', 'reconciler'].map(
  (tier) => `swarm.tiers.${tier}.resources.memory`,
);

/** What every size and every number of workers is worked out from (`memoryBasis`). */
export const BASIS_READS: readonly string[] = [
  'nodes[].memory',
  'nodes[].etcd',
  ...LIMIT_READS,
  'nodes[].cpus',
  'postgresql.version',
  'postgresql.workload',
];

/** What decides the sizes in memory, `max_connections` among them. */
export const MEMORY_READS: readonly string[] = [
  ...BASIS_READS,
  ...[
    'max_connections',
    'shared_buffers',
    'work_mem',
    'autovacuum_work_mem',
    'autovacuum_max_workers',
    'max_worker_processes',
  ].map((name) => `postgresql.parameters.${name}`),
];

/** Connections no pool can use. */
export const RESERVED_READS: readonly string[] = [
  'postgresql.parameters.superuser_reserved_connections',
  'postgresql.parameters.reserved_connections',
];

/** What decides how many server connections the pools of one PgBouncer have. */
export const POOL_READS: readonly string[] = [
  ...MEMORY_READS,
  ...RESERVED_READS,
  'pgbouncer.default_pool_size',
  'pgbouncer.reserve_pool_size',
  'pgbouncer.max_db_connections',
  'databases[].pool_size',
  'databases[].pool.reserve_pool_size',
  'databases[].pool.max_db_connections',
];
