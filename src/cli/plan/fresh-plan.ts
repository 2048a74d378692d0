import type { Report } from '../../core/phase.js';
import type { Terraform } from '../../live/terraform.js';
import { readPlan } from '../../plan/read-plan.js';

/**
 * Plans anew; once more if the refresh did not find what was there before: the provider takes any error
 * of the Swarm's API for that, such as the one of a manager that is just being elected.
 *
 * @returns the plan as JSON
 */
export async function freshPlan(
  terraform: Pick<Terraform, 'plan' | 'showPlan'>,
  report: Report,
): Promise<Uint8Array> {
  await terraform.plan();
  const planJson = await terraform.showPlan();
  const lost = readPlan(planJson).flatMap((change) => change.lost);
  if (lost.length === 0) return planJson;
  report(`not found in the Swarm: ${lost.join(', ')}; planning once more`);
  await terraform.plan();
  return terraform.showPlan();
}
