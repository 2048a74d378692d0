import { clusterUp } from './cluster-up.js';
import { databases } from './databases.js';
import { extensions } from './extensions.js';
import { poolerAuth } from './pooler-auth.js';
import { roles } from './roles.js';
import type { Step } from './step.js';
import { waitForLeader } from './wait-for-leader.js';

/** Everything the reconciler keeps true, in order; a pass ends at the first that is not. */
export const steps: readonly Step[] = [
  waitForLeader,
  roles,
  databases,
  extensions,
  poolerAuth,
  clusterUp,
];
