import type { MemorySizes } from './tuning-memory.js';
import { clamp } from './sizes.js';
import { type TuningBasis, userInteger } from './tuning-basis.js';
import { tuned, type TunedParameter } from './tuned-parameter.js';

/** Workers and what the planner believes about the machine. */
export function tuneExecution(basis: TuningBasis, sizes: MemorySizes): TunedParameter[] {
  const { cpus, major, storage, workload } = basis;
  const ssd = storage === 'ssd';
  const parallel = userInteger(
    basis,
    'max_parallel_workers',
    Math.min(cpus, sizes.workerProcesses),
  );
  const perGather = Math.min(4, Math.ceil(cpus / 2), parallel);
  const analytics = workload === 'analytics';
  return [
    tuned('max_worker_processes', sizes.workerProcesses, `8, or one for each of ${cpus} CPUs`),
    tuned('max_parallel_workers', parallel, `one for each of ${cpus} CPUs`),
    tuned('max_parallel_workers_per_gather', perGather, `half of ${cpus} CPUs, 4 at most`),
    tuned('max_parallel_maintenance_workers', perGather, `half of ${cpus} CPUs, 4 at most`),
    tuned('random_page_cost', ssd ? '1.1' : '4', `storage ${storage}`),
    tuned('effective_io_concurrency', ssd ? 200 : 2, `storage ${storage}`),
    tuned('default_statistics_target', analytics ? 500 : 100, `workload ${workload}`),
    tuned('jit', analytics ? 'on' : 'off', `workload ${workload}`),
    ...(major < 18 ? [] : tuneIo(cpus)),
  ];
}

/**
 * Asynchronous reads, from PostgreSQL 18 on.
 *
 * @see https://github.com/moby/moby/pull/46762 (seccomp blocks io_uring)
 */
function tuneIo(cpus: number): TunedParameter[] {
  return [
    tuned('io_method', 'worker', 'a container may not use io_uring'),
    tuned(
      'io_workers',
      clamp(Math.floor(cpus / 4), 3, 32),
      `a quarter of ${cpus} CPUs, from 3 to 32`,
    ),
  ];
}
