import { rule } from './rule.js';

/** A read port without a member that may serve it. */
export const readPortEmpty = rule({
  code: 'READ_PORT_EMPTY',
  reads: ['nodes[].tags.noloadbalance'],
  check({ nodes }) {
    if (nodes.length === 1 || nodes.some(({ tags }) => tags.noloadbalance !== true)) return;
    return {
      at: 'nodes[0].tags.noloadbalance',
      got: 'true on every node',
      need: 'one member or more without it',
      why: 'nobody would serve the read port but the primary',
      fix: 'remove it from the members that serve reads',
    };
  },
});
