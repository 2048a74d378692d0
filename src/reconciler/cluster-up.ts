import { notUpBecause } from '../model/up-criteria.js';
import { DONE, waitFor, type Step } from './step.js';

/** The last word: only after this step may the reconciler say "up". */
export const clusterUp: Step = {
  name: 'cluster-up',
  run({ cluster, desired }) {
    const reasons = notUpBecause(cluster.members, desired.topology);
    return Promise.resolve(reasons.length === 0 ? DONE : waitFor(...reasons));
  },
};
