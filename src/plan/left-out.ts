import type { ClusterRecord } from '../model/record/cluster-record.js';
import type { ClusterChange } from './cluster-change.js';

/**
 * The change as `deploy --without` makes it: members of these nodes keep what they have, and so are no
 * part of it. Nobody restarts there, and the leader can hand over to nobody there.
 *
 * @param nodes - `nodes[].name`; none leaves the change as it is
 * @see docs/adr/0008-deploy-without-a-node.md
 */
export function leftOut(change: ClusterChange, nodes: readonly string[]): ClusterChange {
  if (nodes.length === 0) return change;
  const { after, before } = change;
  return {
    ...change,
    ...(before && { before: present(before, nodes) }),
    ...(after && { after: present(after, nodes) }),
  };
}

function present(record: ClusterRecord, without: readonly string[]): ClusterRecord {
  const services = record.services
    .map((service) => ({ ...service, left: service.nodes.filter((one) => !without.includes(one)) }))
    // The reconciler may run anywhere.
    .filter(({ left, nodes }) => left.length > 0 || nodes.length === 0)
    .map(({ left, name, tier }) => ({ name, tier, nodes: left }));
  return { ...record, services };
}
