import { formatBytes } from '../../core/units.js';
import { givenLimits, LEAST_MEMBER_BYTES, memoryOf } from '../member-memory.js';
import { floorToMegabytes, MB } from '../sizes.js';
import { rule } from './rule.js';
import { LIMIT_READS } from './tuned-reads.js';

/** PostgreSQL gets what the other tiers and the host leave; too little does not even start. */
export const nodeTooSmall = rule({
  code: 'NODE_TOO_SMALL',
  reads: ['nodes[].memory', 'nodes[].etcd', ...LIMIT_READS],
  check(config) {
    const { nodes, swarm } = config;
    const given = Object.values(givenLimits(swarm)).some((bytes) => bytes !== undefined);
    return nodes.flatMap((node, index) => {
      const { memberBytes, ...others } = memoryOf(node, config);
      if (memberBytes >= LEAST_MEMBER_BYTES) return [];
      const taken = Object.entries(others)
        .filter(([, bytes]) => bytes > 0)
        .map(([name, bytes]) => `${name.replace('Bytes', '')} ${formatBytes(bytes)}`);
      return {
        at: `nodes[${index}].memory`,
        got: `${node.memory}, of which ${taken.join(' + ')} come off`,
        need: `${formatBytes(LEAST_MEMBER_BYTES)} or more left for PostgreSQL`,
        why: 'the other tiers and the host itself come off first',
        fix: `raise memory by ${missing(memberBytes)}${given ? ', or lower swarm.tiers.*.resources.memory' : ''}`,
      };
    });
  },
});

/** Whole megabytes, and a little more: the shares of the other tiers grow with the host. */
function missing(memberBytes: number): string {
  return formatBytes(floorToMegabytes((LEAST_MEMBER_BYTES - memberBytes) * 1.25) + MB);
}
