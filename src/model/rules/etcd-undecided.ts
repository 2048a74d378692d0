import { mustChooseEtcd } from '../etcd-nodes.js';
import { rule } from './rule.js';

/** With two or more than three nodes there is no choice that is right for everybody. */
export const etcdUndecided = rule({
  code: 'ETCD_UNDECIDED',
  reads: ['nodes[].etcd'],
  check({ nodes }) {
    if (!mustChooseEtcd(nodes)) return;
    return nodes.flatMap(({ etcd }, index) =>
      etcd === undefined
        ? {
            at: `nodes[${index}].etcd`,
            got: 'nothing',
            need: `true or false, because there are ${nodes.length} nodes`,
            why: 'only with 1 or 3 nodes it is clear that each carries an etcd member',
            fix: 'set etcd: true on 3 or 5 nodes, false on the others',
          }
        : [],
    );
  },
});
