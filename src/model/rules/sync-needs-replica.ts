import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { rule } from './rule.js';

/** Without enough further members nobody can hold the copies that a synchronous commit waits for. */
export const syncNeedsReplica = rule({
  code: 'SYNC_NEEDS_REPLICA',
  reads: [
    'nodes[].tags.nosync',
    'nodes[].tags.sync_priority',
    'nodes[].tags.replicatefrom',
    'availability.rpo',
    'patroni.dcs.synchronous_mode',
    'patroni.dcs.synchronous_node_count',
  ],
  check({ nodes, availability, patroni: { dcs } }) {
    const byIntent = availability.rpo === 'zero';
    if (!(dcs.synchronous_mode ?? byIntent)) return;
    const standbys = Math.max(nodes.filter(({ tags }) => canBeSync(tags)).length - 1, 0);
    const need = dcs.synchronous_node_count;
    if (standbys >= need) return;
    const chosen =
      dcs.synchronous_mode === undefined ? 'availability.rpo' : 'patroni.dcs.synchronous_mode';
    return {
      at: need > 1 ? 'patroni.dcs.synchronous_node_count' : chosen,
      got: `${standbys} ${standbys === 1 ? 'member' : 'members'} beside the leader without nosync`,
      need: `${need} or more`,
      why: 'a synchronous commit waits for the copy on another member',
      fix: 'add a node, or allow a loss: availability.rpo 16MB',
    };
  },
});

/** A member that follows another replica is no standby of the leader. */
function canBeSync(tags: ClusterConfig['nodes'][number]['tags']): boolean {
  return tags.nosync !== true && tags.sync_priority !== 0 && tags.replicatefrom === undefined;
}
