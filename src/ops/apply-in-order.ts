import type { PlannedChange } from '../live/terraform.js';
import { applyStack } from './apply-stack.js';
import type { DeployOptions } from './deploy.js';
import { firstStep } from './first-step.js';
import { planInTwoApplies } from './plan-file-problems.js';
import { planStack } from './plan-stack.js';
import { upContext, waitUntilUp } from './wait-until-up.js';

/**
 * Applies the written plan, in two applies where a part of it must come first.
 *
 * A deploy that was interrupted between them goes on with the second: the first part is then no longer
 * in its plan.
 *
 * @param planned - what the written plan does
 * @returns why a part of it came first; undefined if it was one apply
 */
export async function applyInOrder(
  options: DeployOptions,
  planned: readonly PlannedChange[],
): Promise<string | undefined> {
  const { planFile, model, report } = options;
  const first = firstStep(model, planned);
  if (first && planFile !== undefined) throw planInTwoApplies(first.why);
  if (first) {
    report(`in two applies: ${first.why}`);
    await planStack(options, first.targets);
    await applyStack(options);
    if (first.reached) await waitUntilUp(upContext(options), report);
    await planStack(options);
  }
  await applyStack(options);
  return first?.why;
}
