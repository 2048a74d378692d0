import { clusterUp } from './cluster-up.js';
import { databases } from './databases.js';
import { etcdMaintenance } from './etcd-maintenance.js';
import { etcdMembers } from './etcd-members.js';
import type { EtcdTools } from './etcd-tools.js';
import { extensions } from './extensions.js';
import { poolerAuth } from './pooler-auth.js';
import { roleRights } from './role-rights.js';
import { roles } from './roles.js';
import type { Step } from './step.js';
import { waitForLeader } from './wait-for-leader.js';

/** Everything the reconciler keeps true, in order; a pass ends at the first that is not. */
export function stepsWith(etcd: EtcdTools, settings: Step): readonly Step[] {
  return [
    // Before anything needs a leader: an etcd out of space lets nobody become one.
    etcdMaintenance(etcd),
    etcdMembers(etcd),
    waitForLeader,
    settings,
    roles,
    databases,
    roleRights,
    extensions,
    poolerAuth,
    clusterUp,
  ];
}
