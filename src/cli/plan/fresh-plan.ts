import type { Report } from '../../core/phase.js';
import type { Terraform } from '../../live/terraform.js';
import type { ClusterChange } from '../../plan/cluster-change.js';
import { readPlan } from '../../plan/read-plan.js';

/**
 * Plans anew; once more if the refresh did not find what was there before: the provider takes any error
 * of the Swarm's API for that, such as the one of a manager that is just being elected.
 */
export async function freshPlan(
  terraform: Pick<Terraform, 'plan' | 'showPlan'>,
  report: Report,
): Promise<ClusterChange[]> {
  const planned = async () => {
    await terraform.plan();
    return readPlan(await terraform.showPlan());
  };
  const changes = await planned();
  const lost = changes.flatMap((change) => change.lost);
  if (lost.length === 0) return changes;
  report(`not found in the Swarm: ${lost.join(', ')}; planning once more`);
  return planned();
}
