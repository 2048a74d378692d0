import type { PlannedChange, PlanSummary, Terraform } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import { isLeftOut } from '../model/without-nodes.js';
import { adoptOrphans } from './adopt-orphans.js';
import type { DeployOptions } from './deploy.js';
import { requireEtcdStays } from './etcd-quorum.js';
import { requireNothingRemade } from './whole-changes.js';

/**
 * Plans the stack, what an interrupted apply left behind taken over first.
 *
 * Without some nodes, only what does not belong to their members is planned: these keep what they
 * have, in the Swarm and in the state, until a deploy that has all nodes.
 *
 * @param targets - addresses to plan; by default all of the nodes that are not left out
 * @throws UserError `ETCD_RESTART_UNSAFE`, `REMADE_WITHOUT_NODES`
 */
export async function planStack(
  options: DeployOptions,
  targets: readonly string[] = targetsOf(options),
): Promise<PlanSummary> {
  const { swarm, terraform, model, report } = options;
  await terraform.init();
  const planned = await terraform.plan(targets);
  const adopted =
    planned.add === 0 ? 0 : await adoptOrphans(swarm, terraform, model.clusterScope, report);
  const changes = adopted > 0 ? await terraform.plan(targets) : planned;
  if (!changes.empty && model.without.length > 0) {
    requireSafeWithout(model, await terraform.plannedChanges());
  }
  return changes;
}

/**
 * What may not be done while nodes are left out.
 *
 * @throws UserError `ETCD_RESTART_UNSAFE`, `REMADE_WITHOUT_NODES`
 */
export function requireSafeWithout(model: ClusterModel, planned: readonly PlannedChange[]): void {
  if (model.without.length === 0) return;
  requireNothingRemade(model, planned);
  requireEtcdStays(model, planned);
}

/** Addresses to plan, all if there are none: Terraform itself can name targets, no exceptions. */
export function targetsOf({
  terraform,
  model,
}: {
  readonly terraform: Pick<Terraform, 'declared'>;
  readonly model: ClusterModel;
}): string[] {
  if (model.without.length === 0) return [];
  return terraform
    .declared()
    .filter(({ name }) => !isLeftOut(model, name))
    .map(({ address }) => address);
}
