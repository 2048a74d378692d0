import { formatBytes } from '../core/units.js';
import { clamp, floorToMegabytes, GB, MB } from './sizes.js';
import { type MemoryBasis, userBytes, userInteger } from './tuning-basis.js';
import { tuned, type TunedParameter } from './tuned-parameter.js';

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
  const builds = buildMemory(workload);
  const workerProcesses = userInteger(basis, 'max_worker_processes', Math.max(8, basis.cpus));
  const autovacuumWorkers = userInteger(basis, 'autovacuum_max_workers', 3);
  const affordable = Math.floor((0.4 * memoryBytes) / CONNECTION_BYTES / 5) * 5;
  const maxConnections = userInteger(
    basis,
    'max_connections',
    clamp(affordable, 25, CONNECTIONS[workload]),
  );
  const sharedBuffersBytes = userBytes(basis, 'shared_buffers', floorToMegabytes(memoryBytes / 4));
  const share = (memoryBytes - sharedBuffersBytes) / ((maxConnections + workerProcesses) * 3);
  const halved = isHalved(workload) ? share / 2 : share;
  return {
    maxConnections,
    sharedBuffersBytes,
    workMemBytes: userBytes(basis, 'work_mem', floorToMegabytes(Math.max(4 * MB, halved))),
    maintenanceWorkMemBytes: userBytes(
      basis,
      'maintenance_work_mem',
      floorToMegabytes(Math.min(memoryBytes / builds.parts, builds.mostBytes)),
    ),
    autovacuumWorkMemBytes: userBytes(
      basis,
      'autovacuum_work_mem',
      floorToMegabytes(Math.min(memoryBytes / 8 / autovacuumWorkers, 2 * GB)),
    ),
    autovacuumWorkers,
    workerProcesses,
  };
}

export function tuneMemory(basis: MemoryBasis, sizes: MemorySizes): TunedParameter[] {
  const memory = formatBytes(basis.memoryBytes);
  const builds = buildMemory(basis.workload);
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
      `${formatBytes(basis.memoryBytes - sizes.sharedBuffersBytes)} beside shared_buffers / (${sizes.maxConnections} connections + ${sizes.workerProcesses} workers) / 3${isHalved(basis.workload) ? ` / 2 for ${basis.workload}` : ''}, 4MB or more`,
    ),
    tuned(
      'maintenance_work_mem',
      formatBytes(sizes.maintenanceWorkMemBytes),
      `${builds.forWhat}1/${builds.parts} of ${memory}, ${formatBytes(builds.mostBytes)} at most`,
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

/** Queries that sort and hash much use several `work_mem` each. */
function isHalved(workload: MemoryBasis['workload']): boolean {
  return workload === 'mixed' || workload === 'analytics';
}

/**
 * Memory of one index build. A graph that does not fit is built many times slower, and the workers
 * of one build share it. Autovacuum has a limit of its own.
 *
 * @see https://github.com/pgvector/pgvector#index-build-time
 */
function buildMemory(workload: MemoryBasis['workload']): {
  readonly parts: number;
  readonly mostBytes: number;
  readonly forWhat: string;
} {
  return workload === 'vector'
    ? { parts: 8, mostBytes: 8 * GB, forWhat: 'one HNSW build at a time: ' }
    : { parts: 16, mostBytes: 2 * GB, forWhat: '' };
}
