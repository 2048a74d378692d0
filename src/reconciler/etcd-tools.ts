import type { Clock } from '../core/clock.js';
import type { EtcdMembership } from '../live/etcd-cluster.js';
import type { EtcdMaintenance } from '../live/etcd-maintenance.js';
import type { EtcdStatusOf } from '../live/etcd.js';
import type { Operation, OperationLease } from '../live/operation-lease.js';
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

/**
 * Does `work` while no member is made unavailable by anybody else.
 *
 * @returns what goes on instead, if somebody else holds the lease
 */
export async function withOperation(
  lease: OperationLease,
  node: string,
  reason: string,
  work: () => Promise<void>,
): Promise<Operation | undefined> {
  const held = await lease.acquire({ holder: 'reconciler', node, reason });
  if ('heldBy' in held) return held.heldBy;
  try {
    await work();
    return undefined;
  } finally {
    await held.release();
  }
}
