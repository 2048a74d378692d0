import { memoryBasis, userInteger } from '../tuning-basis.js';
import { rule } from './rule.js';
import { BASIS_READS } from './tuned-reads.js';

/** Each takes its workers from the next one; what exceeds it never starts. */
const WITHIN = [
  ['max_parallel_workers_per_gather', 'max_parallel_workers'],
  ['max_parallel_maintenance_workers', 'max_parallel_workers'],
  ['max_parallel_workers', 'max_worker_processes'],
] as const;

/**
 * Workers that a larger pool could never give.
 *
 * @see https://www.postgresql.org/docs/17/runtime-config-resource.html (asynchronous behavior)
 */
export const parallelWorkers = rule({
  code: 'PARALLEL_WORKERS',
  reads: [
    ...BASIS_READS,
    ...['max_worker_processes', ...WITHIN.map(([name]) => name)].map(
      (name) => `postgresql.parameters.${name}`,
    ),
  ],
  check(config) {
    const basis = memoryBasis(config);
    const processes = userInteger(basis, 'max_worker_processes', Math.max(8, basis.cpus));
    const parallel = userInteger(basis, 'max_parallel_workers', Math.min(basis.cpus, processes));
    return WITHIN.flatMap(([name, pool]) => {
      const most = pool === 'max_worker_processes' ? processes : parallel;
      const got = userInteger(basis, name, 0);
      if (got <= most) return [];
      return {
        at: `postgresql.parameters.${name}`,
        got: `${got}`,
        need: `${most} or less: ${pool} ${most}`,
        why: `its workers come out of ${pool}; the others never start, without a word`,
        fix: `lower it, or raise ${pool}`,
      };
    });
  },
});
