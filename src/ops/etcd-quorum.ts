import { type Problem, UserError } from '../core/problem.js';
import type { PlannedChange } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import { presentMembers } from '../model/without-nodes.js';

/** How many members etcd cannot do without. */
function majority({ etcd }: ClusterModel): number {
  return Math.floor(etcd.members.length / 2) + 1;
}

/** Without a majority nothing can be changed: there is no leader lock, and no reconciler. */
export function etcdQuorumMissing(model: ClusterModel): Problem[] {
  const present = presentMembers(model.etcd.members, model.without).map(({ node }) => node);
  if (present.length >= majority(model)) return [];
  return [
    {
      code: 'ETCD_QUORUM_MISSING',
      at: '--without',
      got: `etcd on ${present.join(', ') || 'no node'}, of ${model.etcd.members.length} members`,
      need: `${majority(model)} etcd members`,
      why: 'without a majority no member may lead, and a change could not be carried out',
      fix: 'bring one of the hosts back first',
    },
  ];
}

/**
 * With the members that are left, etcd may be just at its majority: one that restarts takes it away.
 *
 * @throws UserError `ETCD_RESTART_UNSAFE`
 */
export function requireEtcdStays(model: ClusterModel, planned: readonly PlannedChange[]): void {
  const present = presentMembers(model.etcd.members, model.without);
  if (present.length > majority(model)) return;
  const restarting = present.filter(({ serviceName }) =>
    planned.some(
      ({ type, name, actions }) =>
        type === 'docker_service' &&
        name === serviceName &&
        actions.some((action) => action === 'update' || action === 'delete'),
    ),
  );
  if (restarting.length === 0) return;
  const problem: Problem = {
    code: 'ETCD_RESTART_UNSAFE',
    at: restarting.map(({ serviceName }) => serviceName).join(', '),
    got: `a change that restarts etcd while ${present.length} of ${model.etcd.members.length} members are left`,
    need: 'a majority of etcd while one of its members restarts',
    why: 'the primary steps down when it loses etcd',
    fix: `take the change of etcd out until ${model.without.join(', ')} is back`,
  };
  throw new UserError([problem], 'refused');
}
