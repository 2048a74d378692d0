import { UserError } from '../core/problem.js';
import type { DeployOptions } from './deploy.js';
import { removeLeftoverConfigs } from './leftover-configs.js';
import { nodesLostMeanwhile } from './preflight-nodes.js';
import { refusalOf, upContext } from './wait-until-up.js';
import { taskFailed, watchFailedTasks, type FailedTask } from './watch-tasks.js';

/**
 * Applies the written plan.
 *
 * @throws UserError with Terraform's errors, the tasks that failed behind them, a node that went away
 *   meanwhile, and the reconciler's reason if it refused
 */
export async function applyStack(options: DeployOptions): Promise<void> {
  const { swarm, clock, model, terraform, report, signal } = options;
  const stop = new AbortController();
  const watched = watchFailedTasks({ swarm, clock, model }, report, stop.signal);
  try {
    await terraform.applyPlan(options.planFile);
  } catch (error) {
    stop.abort();
    const failedTasks = await watched;
    signal.throwIfAborted();
    if (await removeLeftoverConfigs(options, error)) return;
    throw await explained(options, error, failedTasks);
  } finally {
    stop.abort();
    await watched;
  }
}

/** Terraform's error with what the Swarm and the reconciler know about it. */
async function explained(
  options: DeployOptions,
  error: unknown,
  failedTasks: readonly FailedTask[],
): Promise<unknown> {
  if (!(error instanceof UserError)) return error;
  const [lost, refusal] = await Promise.all([
    nodesLostMeanwhile(options.swarm, options.model, options.cluster),
    refusalOf(upContext(options)),
  ]);
  const problems = [...error.problems, ...failedTasks.map(taskFailed), ...lost, ...refusal];
  return new UserError(problems, error.kind);
}
