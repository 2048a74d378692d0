const MEMORY = [
  'nodes[].memory',
  'nodes[].etcd',
  ...['etcd', 'haproxy', 'pgbouncer', 'reconciler'].map(
    (tier) => `swarm.tiers.${tier}.resources.memory`,
  ),
];
const CPUS = ['nodes[].cpus'];
const DISK = ['nodes[].disk'];
const STORAGE = ['nodes[].storage'];
const WORKLOAD = ['postgresql.workload'];
const TTL = ['patroni.dcs.ttl'];

const parameter = (name: string) => `postgresql.parameters.${name}`;

/** What each tuned parameter is worked out from; a test changes every input and compares. */
const TUNED_FROM: Readonly<Record<string, readonly string[]>> = {
  max_connections: [...MEMORY, ...WORKLOAD],
  shared_buffers: MEMORY,
  effective_cache_size: MEMORY,
  work_mem: [
    ...MEMORY,
    ...WORKLOAD,
    ...['shared_buffers', 'max_connections', 'max_worker_processes'].map(parameter),
  ],
  maintenance_work_mem: [...MEMORY, ...WORKLOAD],
  autovacuum_work_mem: [...MEMORY, parameter('autovacuum_max_workers')],
  max_worker_processes: CPUS,
  max_parallel_workers: [...CPUS, parameter('max_worker_processes')],
  max_parallel_workers_per_gather: [...CPUS, parameter('max_parallel_workers')],
  max_parallel_maintenance_workers: [...CPUS, parameter('max_parallel_workers')],
  random_page_cost: STORAGE,
  effective_io_concurrency: STORAGE,
  default_statistics_target: WORKLOAD,
  jit: WORKLOAD,
  io_workers: CPUS,
  max_wal_senders: ['nodes'],
  max_replication_slots: ['nodes'],
  max_wal_size: DISK,
  min_wal_size: [...DISK, parameter('max_wal_size')],
  wal_keep_size: DISK,
  max_slot_wal_keep_size: DISK,
  wal_compression: ['postgresql.version'],
  wal_sender_timeout: TTL,
  wal_receiver_timeout: TTL,
};

/** Key paths of inputs and settings that decide our value of a parameter; none for a constant. */
export function tunedFrom(name: string): readonly string[] {
  return Object.hasOwn(TUNED_FROM, name) ? (TUNED_FROM[name] ?? []) : [];
}
