import type { Report } from '../../core/phase.js';
import type { Terraform } from '../../live/terraform.js';
import type { ClusterRecord } from '../../model/record/cluster-record.js';
import { readPlan } from '../../plan/read-plan.js';

/** A plan for some of the nodes. */
export interface PlanPart {
  readonly targets: readonly string[];
  /** What the record will be, which such a plan lacks. */
  readonly record: ClusterRecord;
}

/**
 * Plans anew; once more if the refresh did not find what was there before: the provider takes any error
 * of the Swarm's API for that, such as the one of a manager that is just being elected.
 *
 * @param part - what of the stack is planned; all when left out
 * @returns the plan as JSON
 */
export async function freshPlan(
  terraform: Pick<Terraform, 'plan' | 'showPlan'>,
  report: Report,
  part?: PlanPart,
): Promise<Uint8Array> {
  await terraform.plan(part?.targets);
  const planJson = await terraform.showPlan();
  const lost = readPlan(planJson, part?.record).flatMap((change) => change.lost);
  if (lost.length === 0) return planJson;
  report(`not found in the Swarm: ${lost.join(', ')}; planning once more`);
  await terraform.plan(part?.targets);
  return terraform.showPlan();
}
