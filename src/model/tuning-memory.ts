import { formatBytes } from '../core/units.js';
import { memoryOvercommitted } from './problems.js';
import { clamp, floorToMegabytes, GB, MB } from './sizes.js';
import { type TuningBasis, userBytes, userInteger } from './tuning-basis.js';
import { tuned, type TunedParameter } from './tuned-parameter.js';

const PAGE_BYTES = 8192;

/** What a connection costs beside its `work_mem`: catalogue caches and plans. */
const CONNECTION_BYTES = 10 * MB;

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

export function memorySizes(basis: TuningBasis): MemorySizes {
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

export function tuneMemory(basis: TuningBasis, sizes: MemorySizes): TunedParameter[] {
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

/**
 * Refuses sizes that could use more than 90 % of a member's memory at once.
 *
 * @throws UserError `MEMORY_OVERCOMMITTED`
 */
export function assertMemoryFits(basis: TuningBasis, sizes: MemorySizes): void {
  const parts = [
    ['shared_buffers', sizes.sharedBuffersBytes],
    [`${sizes.maxConnections} connections`, sizes.maxConnections * CONNECTION_BYTES],
    ['autovacuum', sizes.autovacuumWorkers * sizes.autovacuumWorkMemBytes],
    ['two work_mem for each worker', 2 * sizes.workerProcesses * sizes.workMemBytes],
  ] as const;
  const worst = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  const limit = floorToMegabytes(basis.memoryBytes * 0.9);
  if (worst <= limit) return;
  const listed = parts.map(([what, bytes]) => `${what} ${formatBytes(bytes)}`).join(', ');
  throw memoryOvercommitted(worst, limit, listed);
}
