import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { formatBytes } from '../../core/units.js';
import { givenLimits, memoryOf, smallestMemberBytes } from '../member-memory.js';
import type { Explanation } from './explanation.js';

/** How the memory of each host is shared: what the tiers take, and the rest for PostgreSQL. */
export function explainMemory(config: ClusterConfig): Explanation {
  const given = givenLimits(config.swarm);
  const set = (bytes?: number) => (bytes === undefined ? '' : ' (set)');
  const details = [...config.nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => {
      const split = memoryOf(node, config);
      const taken = [
        ['host', split.hostBytes, ''],
        ['etcd', split.etcdBytes, split.etcdBytes > 0 ? set(given.etcd) : ''],
        ['HAProxy', split.haproxyBytes, set(given.haproxy)],
        ['PgBouncer', split.pgbouncerBytes, set(given.pgbouncer)],
        ['reconciler', split.reconcilerBytes, set(given.reconciler)],
      ] as const;
      const sum = taken
        .map(([what, bytes, mark]) => `${what} ${formatBytes(bytes)}${mark}`)
        .join(' - ');
      return `${node.name}: ${formatBytes(split.memberBytes)} = ${node.memory} - ${sum}`;
    });
  return {
    key: 'memory',
    value: formatBytes(smallestMemberBytes(config)),
    decidedBy: 'derived',
    because: 'nodes[].memory, less what the other tiers and the host take',
    change: 'limits and tuned values follow: members restart',
    about: 'Memory limit of the smallest member: all tuning starts from it.',
    details,
  };
}
