import { rule } from './rule.js';

/** The lab knows its own managers; for real hosts there is no endpoint to guess. */
export const managersMissing = rule({
  code: 'MANAGERS_MISSING',
  reads: ['swarm.managers', 'swarm.lab'],
  check({ swarm }) {
    if (swarm.managers.length > 0 || swarm.lab) return;
    return {
      at: 'swarm.managers',
      got: 'no manager',
      need: 'the Docker endpoint of one Swarm manager or more',
      why: 'every change goes through a manager; with several, one may be down',
      fix: 'add swarm: { managers: [ssh://deploy@pg-node-1] }',
    };
  },
});
