import { formatBytes } from '../../core/units.js';
import { LEAST_MEMBER_BYTES } from '../member-memory.js';
import { floorToMegabytes } from '../sizes.js';
import { memoryBasis, userBytes } from '../tuning-basis.js';
import { rule } from './rule.js';
import { BASIS_READS } from './tuned-reads.js';

/** The largest part of a member's memory each may be, and what more would do. */
export const MEMORY_SHARES = [
  {
    name: 'shared_buffers',
    percent: 40,
    why: 'PostgreSQL reads through the page cache too; more makes it slower, and leaves sessions too little',
  },
  {
    name: 'effective_cache_size',
    percent: 100,
    why: 'the planner would count on a cache that is not there',
  },
  {
    name: 'maintenance_work_mem',
    percent: 25,
    why: 'two index builds at a time beside shared_buffers and the sessions would be killed',
  },
] as const;

/**
 * One size that is too large for a member, whatever the others are.
 *
 * @see https://www.postgresql.org/docs/17/runtime-config-resource.html (shared_buffers)
 */
export const memoryShare = rule({
  code: 'MEMORY_SHARE',
  reads: [...BASIS_READS, ...MEMORY_SHARES.map(({ name }) => `postgresql.parameters.${name}`)],
  check(config) {
    const basis = memoryBasis(config);
    if (basis.memoryBytes < LEAST_MEMBER_BYTES) return;
    const memory = formatBytes(basis.memoryBytes);
    return MEMORY_SHARES.flatMap(({ name, percent, why }) => {
      const got = userBytes(basis, name, 0);
      const most = floorToMegabytes((basis.memoryBytes * percent) / 100);
      if (got <= most) return [];
      return {
        at: `postgresql.parameters.${name}`,
        got: formatBytes(got),
        need: `${formatBytes(most)} or less: ${percent} % of the ${memory} of the smallest member`,
        why,
        fix: 'lower it, or raise nodes[].memory',
      };
    });
  },
});
