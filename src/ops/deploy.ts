import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import type { Swarm } from '../live/swarm.js';
import type { PlanSummary, Terraform } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ClusterView } from '../model/cluster-view.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
import { applyInOrder } from './apply-in-order.js';
import { planStack } from './plan-stack.js';
import { preflight } from './preflight.js';
import { upContext, waitUntilUp } from './wait-until-up.js';

export interface DeployOptions {
  readonly swarm: Swarm;
  /** In the synthesised directory of this cluster's stack. */
  readonly terraform: Terraform;
  readonly clock: Clock;
  /** `withoutNodes` applied. */
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
  const [changes, planSeconds] = await timed(() => planStack(options));
  if (changes.empty) report('the plan is empty: nothing to change');
  const [, applySeconds] = await timed(async () => {
    if (!changes.empty) await applyInOrder(options);
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
