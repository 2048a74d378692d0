import { formatBytes } from '../core/units.js';
import { clamp, floorToMegabytes, GB, MB } from './sizes.js';
import { type MemoryBasis, userBytes, userInteger } from './tuning-basis.js';
import { tuned, type TunedParameter } from './tuned-parameter.js';

const PAGE_BYTES = 8192;

/** `superuser_reserved_connections`, which no pool can use. */
export const SUPERUSER_RESERVE = 3;

/** What a connection costs beside its `work_mem`: catalogue caches and plans. */
export const CONNECTION_BYTES = 10 * MB;

const CONNECTIONS = { oltp: 300, mixed: 200, vector: 150, analytics: 100 } as const;

/** Sizes that follow from each other, the user's values already in their places. */
export interface MemorySizes {
  readonly maxConnections: number;
  readonly sharedBuffersBytes: number;
  readonly workMemBytes: number;
  readonly maintenanceWorkMemBytes: number;
  readonly autovacuumWorkMemBytes: number;
  readonly autovacuumWorkers: number;
  readonly workerProcesses: number;
}

export function memorySizes(basis: MemoryBasis): MemorySizes {
  const { memoryBytes, workload } = basis;
  const workerProcesses = userInteger(basis, 'max_worker_processes', Math.max(8, basis.cpus));
  const autovacuumWorkers = userInteger(basis, 'autovacuum_max_workers', 3);
  const affordable = Math.floor((0.4 * memoryBytes) / CONNECTION_BYTES / 5) * 5;
  const maxConnections = userInteger(
    basis,
    'max_connections',
    clamp(affordable, 25, CONNECTIONS[workload]),
  );
  const sharedBuffersBytes = userBytes(
    basis,
    'shared_buffers',
    PAGE_BYTES,
    floorToMegabytes(memoryBytes / 4),
  );
  const share = (memoryBytes - sharedBuffersBytes) / ((maxConnections + workerProcesses) * 3);
  const halved = workload === 'oltp' || workload === 'vector' ? share : share / 2;
  return {
    maxConnections,
    sharedBuffersBytes,
    workMemBytes: userBytes(basis, 'work_mem', 1024, floorToMegabytes(Math.max(4 * MB, halved))),
    maintenanceWorkMemBytes: floorToMegabytes(Math.min(memoryBytes / 16, 2 * GB)),
    autovacuumWorkMemBytes: userBytes(
      basis,
      'autovacuum_work_mem',
      1024,
      floorToMegabytes(Math.min(memoryBytes / 8 / autovacuumWorkers, 2 * GB)),
    ),
    autovacuumWorkers,
    workerProcesses,
  };
}

export function tuneMemory(basis: MemoryBasis, sizes: MemorySizes): TunedParameter[] {
  const memory = formatBytes(basis.memoryBytes);
  return [
    tuned(
      'max_connections',
      sizes.maxConnections,
      `${basis.workload}: up to ${CONNECTIONS[basis.workload]}, 40 % of ${memory} at 10MB each`,
    ),
    tuned('shared_buffers', formatBytes(sizes.sharedBuffersBytes), `25 % of ${memory}`),
    tuned(
      'effective_cache_size',
      formatBytes(floorToMegabytes((basis.memoryBytes * 3) / 4)),
      `75 % of ${memory}`,
    ),
    tuned(
      'work_mem',
      formatBytes(sizes.workMemBytes),
      'memory beside shared_buffers / (connections + workers) / 3, 4MB or more',
    ),
    tuned(
      'maintenance_work_mem',
      formatBytes(sizes.maintenanceWorkMemBytes),
      `1/16 of ${memory}, 2GB at most`,
    ),
    tuned(
      'autovacuum_work_mem',
      formatBytes(sizes.autovacuumWorkMemBytes),
      `1/8 of ${memory} for ${sizes.autovacuumWorkers} workers, 2GB at most each`,
    ),
    tuned('autovacuum_max_workers', sizes.autovacuumWorkers, "PostgreSQL's default"),
    tuned('huge_pages', 'off', 'a container cannot count on preallocated pages'),
  ];
}
