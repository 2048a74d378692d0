import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { formatBytes } from '../../core/units.js';
import { memoryOf, smallestMemberBytes } from '../member-memory.js';
import type { Explanation } from './explanation.js';

/** How the memory of each host is shared: what the tiers take, and the rest for PostgreSQL. */
export function explainMemory({ nodes }: ClusterConfig): Explanation {
  const details = [...nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => {
      const split = memoryOf(node, nodes);
      const taken = [
        ['host', split.hostBytes],
        ['etcd', split.etcdBytes],
        ['HAProxy', split.haproxyBytes],
        ['PgBouncer', split.pgbouncerBytes],
        ['reconciler', split.reconcilerBytes],
      ] as const;
      const sum = taken.map(([what, bytes]) => `${what} ${formatBytes(bytes)}`).join(' - ');
      return `${node.name}: ${formatBytes(split.memberBytes)} = ${node.memory} - ${sum}`;
    });
  return {
    key: 'memory',
    value: formatBytes(smallestMemberBytes(nodes)),
    decidedBy: 'derived',
    because: 'nodes[].memory, less what the other tiers and the host take',
    change: 'limits and tuned values follow: members restart',
    about: 'Memory limit of the smallest member: all tuning starts from it.',
    details,
  };
}
