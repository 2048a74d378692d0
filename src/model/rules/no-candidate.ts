import type { NodeConfig } from '../../../config/schema/node.js';
import { rule } from './rule.js';

/** Whoever leads, another member must be allowed to follow it; in sync mode one that holds a copy. */
export const noCandidate = rule({
  code: 'NO_CANDIDATE',
  reads: [
    'nodes[].tags.nofailover',
    'nodes[].tags.failover_priority',
    'nodes[].tags.nosync',
    'availability.rpo',
    'patroni.dcs.synchronous_mode',
  ],
  check({ nodes, availability, patroni: { dcs } }) {
    if (nodes.length === 1) return;
    const sync = dcs.synchronous_mode ?? availability.rpo === 'zero';
    // Without enough members for sync mode there is a problem of its own.
    const synced = nodes.filter(({ tags }) => tags.nosync !== true);
    if (sync !== false && synced.length < 2) return;
    const able = (sync === false ? nodes : synced).filter(mayLead);
    if (able.length >= 2) return;
    const first = nodes.findIndex((node) => !mayLead(node));
    const names = sync === false ? 'nofailover' : 'nofailover and nosync';
    return {
      at: tagPath(nodes, first),
      got: `${able.length} ${able.length === 1 ? 'member' : 'members'} without ${names}`,
      need: '2 or more: one to lead, one to follow it',
      why: 'when the leader dies nobody may take its place',
      fix: 'remove nofailover, or failover_priority 0, from another member',
    };
  },
});

function mayLead({ tags }: NodeConfig): boolean {
  return tags.nofailover !== true && tags.failover_priority !== 0;
}

function tagPath(nodes: readonly NodeConfig[], index: number): string {
  const name = nodes[index]?.tags.nofailover === true ? 'nofailover' : 'failover_priority';
  return index < 0 ? 'nodes' : `nodes[${index}].tags.${name}`;
}
