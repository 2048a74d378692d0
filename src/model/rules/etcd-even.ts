import { etcdNodes, mustChooseEtcd } from '../etcd-nodes.js';
import { rule } from './rule.js';

/**
 * Four members bear the loss of one, as three do, and two bear none.
 *
 * @see https://etcd.io/docs/v3.6/faq/ (why an odd number of cluster members)
 */
export const etcdEven = rule({
  code: 'ETCD_EVEN',
  reads: ['nodes[].etcd'],
  check({ nodes }) {
    const undecided = mustChooseEtcd(nodes) && nodes.some(({ etcd }) => etcd === undefined);
    const members = etcdNodes(nodes).length;
    if (undecided || members % 2 === 1) return;
    return {
      at: 'nodes',
      got: `${members} etcd members`,
      need: 'an odd number: 1, 3, 5 or 7',
      why: 'an even number bears no more failures than one less, and fails more often',
      fix:
        members === 0 ? 'set etcd: true on 3 nodes' : 'set etcd: false on one of them, or add one',
    };
  },
});
