import { floorToMegabytes } from './sizes.js';
import type { MemoryBasis } from './tuning-basis.js';
import { CONNECTION_BYTES, type MemorySizes, memorySizes } from './tuning-memory.js';

/** The sizes that count when everything is busy. */
export type BusySizes = Omit<MemorySizes, 'maintenanceWorkMemBytes'>;

/** One kind of use, with the parameters that decide it, the one to lower first. */
interface MemoryUse {
  readonly what: string;
  readonly bytes: number;
  readonly parameters: readonly string[];
}

export interface MemoryWorstCase {
  readonly uses: readonly MemoryUse[];
  readonly totalBytes: number;
  /** 90 % of the smallest member's memory. */
  readonly limitBytes: number;
}

/**
 * What a member uses when everything is busy at once. Above 90 % of the container's limit the kernel
 * may kill a backend, and one killed backend restarts the whole instance.
 *
 * What parallel workers share lies in `/dev/shm`, which the limit counts too: it is part of their
 * two `work_mem`.
 */
export function memoryWorstCase(basis: MemoryBasis): MemoryWorstCase {
  return worstCaseOf(memorySizes(basis), basis.memoryBytes);
}

/** The same for sizes that are known already. */
export function worstCaseOf(sizes: BusySizes, memoryBytes: number): MemoryWorstCase {
  const { maxConnections, autovacuumWorkers, workerProcesses } = sizes;
  const uses: MemoryUse[] = [
    {
      what: 'shared_buffers',
      bytes: sizes.sharedBuffersBytes,
      parameters: ['shared_buffers'],
    },
    {
      what: `${maxConnections} connections of 10MB`,
      bytes: maxConnections * CONNECTION_BYTES,
      parameters: ['max_connections'],
    },
    {
      what: `${autovacuumWorkers} autovacuum workers`,
      bytes: autovacuumWorkers * sizes.autovacuumWorkMemBytes,
      parameters: ['autovacuum_work_mem', 'autovacuum_max_workers'],
    },
    {
      what: `two work_mem and /dev/shm of ${workerProcesses} workers`,
      bytes: 2 * workerProcesses * sizes.workMemBytes,
      parameters: ['work_mem', 'max_worker_processes'],
    },
  ];
  return {
    uses,
    totalBytes: uses.reduce((sum, { bytes }) => sum + bytes, 0),
    limitBytes: floorToMegabytes(memoryBytes * 0.9),
  };
}
