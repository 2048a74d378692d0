import { userBasis, userInteger } from '../tuning-basis.js';
import { rule } from './rule.js';

/** A clone streams twice: the base backup and the WAL that is written meanwhile. */
const FOR_ONE_CLONE = 2;

/** Every member must be able to stream from every other, whoever leads. */
export const sendersTooFew = rule({
  code: 'SENDERS_TOO_FEW',
  reads: [
    'nodes[].name',
    'postgresql.version',
    'postgresql.parameters.max_wal_senders',
    'postgresql.parameters.max_replication_slots',
  ],
  check({ nodes, postgresql }) {
    const replicas = nodes.length - 1;
    const needs = [
      {
        name: 'max_wal_senders',
        need: replicas + FOR_ONE_CLONE,
        sum: `${replicas} replicas + ${FOR_ONE_CLONE} for a member that is cloned`,
      },
      {
        name: 'max_replication_slots',
        need: replicas,
        sum: `one for each of ${replicas} replicas`,
      },
    ];
    return needs.flatMap(({ name, need, sum }) => {
      const got = userInteger(userBasis(postgresql), name, need);
      if (got >= need) return [];
      return {
        at: `postgresql.parameters.${name}`,
        got: `${got}`,
        need: `${need} or more: ${sum}`,
        why: 'a replica that cannot connect falls behind until it must be cloned anew',
        fix: 'remove it: the default here follows the number of nodes',
      };
    });
  },
});
