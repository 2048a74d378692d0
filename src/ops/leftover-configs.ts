import { UserError } from '../core/problem.js';
import type { DeployOptions } from './deploy.js';
import { planStack } from './plan-stack.js';

/** What Swarm says when a config or secret is to be removed that a service still mounts. */
const STILL_MOUNTED = /\b(config|secret) '[^']+' is in use by the following services?:/;

/**
 * Finishes an apply that failed only because a config it removed was mounted still.
 *
 * An update that failed is rolled back by Swarm: the service mounts the former config again, while
 * Terraform's state says it mounts the new one. So the next apply removes the former config beside the
 * service's update, not after it, and may be too early.
 *
 * @param failure - what the apply ended with
 * @returns whether all is done now; otherwise nothing was tried
 */
export async function removeLeftoverConfigs(
  options: DeployOptions,
  failure: unknown,
): Promise<boolean> {
  const { report, terraform } = options;
  if (!isOnlyStillMounted(failure)) return false;
  const { add, change } = await planStack(options);
  if (add + change > 0) return false;
  report('removing the configs that a service had mounted until now');
  await terraform.applyPlan();
  return true;
}

function isOnlyStillMounted(failure: unknown): boolean {
  return (
    failure instanceof UserError && failure.problems.every(({ got }) => STILL_MOUNTED.test(got))
  );
}
