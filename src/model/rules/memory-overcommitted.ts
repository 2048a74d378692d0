import { formatBytes } from '../../core/units.js';
import { type Hosts, LEAST_MEMBER_BYTES, memoryOf } from '../member-memory.js';
import { memoryWorstCase } from '../memory-worst-case.js';
import { type MemoryBasis, memoryBasis, userText } from '../tuning-basis.js';
import { memorySizes } from '../tuning-memory.js';
import { rule } from './rule.js';
import { MEMORY_READS } from './tuned-reads.js';

/**
 * Sizes that could use more than 90 % of the smallest member's memory at once.
 *
 * @see https://www.postgresql.org/docs/17/kernel-resources.html (Linux memory overcommit)
 */
export const memoryOvercommitted = rule({
  code: 'MEMORY_OVERCOMMITTED',
  reads: MEMORY_READS,
  check(config) {
    const basis = memoryBasis(config);
    const { uses, totalBytes, limitBytes } = memoryWorstCase(basis);
    // A host that leaves nothing at all, and one size that is too large alone, is another problem.
    if (basis.memoryBytes < LEAST_MEMBER_BYTES || buffersAreTooLarge(basis)) return;
    if (totalBytes <= limitBytes) return;
    const given = uses
      .toSorted((a, b) => b.bytes - a.bytes)
      .flatMap(({ parameters }) => parameters)
      .find((name) => userText(basis, name) !== undefined);
    const sum = uses.map(({ what, bytes }) => `${what} ${formatBytes(bytes)}`).join(' + ');
    return {
      at: given === undefined ? smallest(config) : `postgresql.parameters.${given}`,
      got: `${formatBytes(totalBytes)} in the worst case: ${sum}`,
      need: `${formatBytes(limitBytes)} or less: 90 % of the ${formatBytes(basis.memoryBytes)} of the smallest member`,
      why: 'one backend killed for lack of memory restarts the whole instance',
      fix: 'lower max_connections, shared_buffers or work_mem, or raise nodes[].memory',
    };
  },
});

function smallest(hosts: Hosts): string {
  const sizes = hosts.nodes.map((node) => memoryOf(node, hosts).memberBytes);
  return `nodes[${sizes.indexOf(Math.min(...sizes))}].memory`;
}

function buffersAreTooLarge(basis: MemoryBasis): boolean {
  return memorySizes(basis).sharedBuffersBytes > 0.4 * basis.memoryBytes;
}
