import type { Clock } from '../core/clock.js';
import type { EtcdMembership } from '../live/etcd-cluster.js';
import type { EtcdMaintenance } from '../live/etcd-maintenance.js';
import type { EtcdStatusOf } from '../live/etcd.js';
import type { OperationLease } from '../live/operation-lease.js';
import type { Topology } from '../model/desired-state.js';

/** How the steps about etcd reach it. */
export interface EtcdTools {
  readonly membership: EtcdMembership;
  readonly maintenance: EtcdMaintenance;
  readonly statusOf: EtcdStatusOf;
  readonly lease: OperationLease;
  readonly clock: Clock;
}

/** Client endpoints of the desired members. */
export function etcdEndpoints({ etcd }: Topology): string[] {
  return etcd.members.map(({ service }) => `http://${service}:${etcd.clientPort}`);
}
