import { etcdMembership } from '../live/etcd-cluster.js';
import { etcdGateway } from '../live/etcd-gateway.js';
import { etcdMaintenance } from '../live/etcd-maintenance.js';
import { etcdStatus } from '../live/etcd.js';
import { operationLease } from '../live/operation-lease.js';
import { systemClock } from '../live/system-clock.js';
import type { Topology } from '../model/desired-state.js';
import { dcsKeys } from '../model/reconciler-status.js';
import { etcdEndpoints, type EtcdTools } from '../reconciler/etcd-tools.js';

/** The reconciler's way to the etcd members of its cluster. */
export function etcdTools(topology: Topology): EtcdTools {
  const call = etcdGateway(() => etcdEndpoints(topology));
  return {
    membership: etcdMembership(call),
    maintenance: etcdMaintenance(call),
    statusOf: etcdStatus,
    lease: operationLease(call, dcsKeys.operation(topology.scope)),
    clock: systemClock,
  };
}
