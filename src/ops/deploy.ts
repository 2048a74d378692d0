import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import { UserError } from '../core/problem.js';
import type { Swarm } from '../live/swarm.js';
import type { PlanSummary, Terraform } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ClusterView } from '../model/cluster-view.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
import { adoptOrphans } from './adopt-orphans.js';
import { preflight } from './preflight.js';
import { refusalOf, waitUntilUp, type UpContext } from './wait-until-up.js';
import { taskFailed, watchFailedTasks, type FailedTask } from './watch-tasks.js';

export interface DeployOptions {
  readonly swarm: Swarm;
  /** In the synthesised directory of this cluster's stack. */
  readonly terraform: Terraform;
  readonly clock: Clock;
  readonly model: ClusterModel;
  /** As the user calls the cluster; for messages. */
  readonly cluster: string;
  readonly manifest: SecretManifest | undefined;
  readonly images: ImageLock | undefined;
  /** Names the desired state that the reconciler must reach (`desiredDigest`). */
  readonly digest: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface DeployResult {
  readonly changes: PlanSummary;
  readonly view: ClusterView;
  /** How long each step took. */
  readonly seconds: Readonly<Record<'preflight' | 'plan' | 'apply' | 'up', number>>;
}

/**
 * Brings the cluster to the synthesised stack and waits until it is up.
 *
 * Nothing is changed if the preflight finds a problem. The reconciler has the last word: Terraform can
 * return success while a service has not converged.
 *
 * @throws UserError with Terraform's errors and the failed tasks behind them, or why it is not up
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const { clock, report } = options;
  const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const start = clock.now();
    const result = await work();
    return [result, Math.round((clock.now() - start) / 100) / 10];
  };
  const [, preflightSeconds] = await timed(() => preflight(options));
  const [changes, planSeconds] = await timed(() => plan(options));
  if (changes.empty) report('the plan is empty: nothing to change');
  const [, applySeconds] = await timed(async () => {
    if (!changes.empty) await apply(options);
  });
  const [view, upSeconds] = await timed(() => waitUntilUp(upContext(options), report));
  const seconds = {
    preflight: preflightSeconds,
    plan: planSeconds,
    apply: applySeconds,
    up: upSeconds,
  };
  return { changes, view, seconds };
}

async function plan({ swarm, terraform, model, report }: DeployOptions): Promise<PlanSummary> {
  await terraform.init();
  const changes = await terraform.plan();
  if (changes.add === 0) return changes;
  const adopted = await adoptOrphans(swarm, terraform, model.clusterScope, report);
  return adopted > 0 ? terraform.plan() : changes;
}

async function apply(options: DeployOptions): Promise<void> {
  const { swarm, clock, model, terraform, report, signal } = options;
  const stop = new AbortController();
  const watch = { swarm, clock, clusterScope: model.clusterScope };
  const watched = watchFailedTasks(watch, report, stop.signal);
  try {
    await terraform.applyPlan();
  } catch (error) {
    stop.abort();
    const failedTasks = await watched;
    signal.throwIfAborted();
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
  const refusal = await refusalOf(upContext(options));
  const problems = [...error.problems, ...failedTasks.map(taskFailed), ...refusal];
  return new UserError(problems, error.kind);
}

function upContext(options: DeployOptions): UpContext {
  const { swarm, clock, model, manifest, images, digest, signal } = options;
  // The preflight has thrown if one of them is missing.
  if (!manifest || !images) throw new Error('no secrets file or image lock');
  return { swarm, clock, model, manifest, images, digest, signal };
}
