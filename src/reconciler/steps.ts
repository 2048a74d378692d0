import { clusterUp } from './cluster-up.js';
import { databases } from './databases.js';
import { etcdMaintenance } from './etcd-maintenance.js';
import { etcdMembers } from './etcd-members.js';
import type { EtcdTools } from './etcd-tools.js';
import { extensions } from './extensions.js';
import { poolerAuth } from './pooler-auth.js';
import { removedMembers, type RemovedMembersTools } from './removed-members.js';
import { roleRights } from './role-rights.js';
import { roles } from './roles.js';
import type { Step } from './step.js';
import { syncWidth, type SyncWidthTools } from './sync-width.js';
import { waitForLeader } from './wait-for-leader.js';

export interface StepTools {
  readonly etcd: EtcdTools;
  readonly syncWidth: SyncWidthTools;
  readonly removedMembers: RemovedMembersTools;
  readonly settings: Step;
}

/** Everything the reconciler keeps true, in order; a pass ends at the first that is not. */
export function stepsWith(tools: StepTools): readonly Step[] {
  const { etcd, settings } = tools;
  return [
    // Before anything needs a leader: an etcd out of space lets nobody become one.
    etcdMaintenance(etcd),
    etcdMembers(etcd),
    waitForLeader,
    // Before settings are compared: what these two lend is nobody's drift.
    syncWidth(tools.syncWidth),
    removedMembers(tools.removedMembers),
    settings,
    roles,
    databases,
    roleRights,
    extensions,
    poolerAuth,
    clusterUp,
  ];
}
