import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import type { Swarm } from '../live/swarm.js';
import type { PlannedChange, PlanSummary, Terraform } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ClusterView } from '../model/cluster-view.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
import { applyInOrder } from './apply-in-order.js';
import { planStack } from './plan-stack.js';
import { preflight } from './preflight.js';
import { volumesLeft, type MemberVolume } from './volumes-left.js';
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
  /**
   * Looks at the plan, as `show -json` prints it, before it is applied; throws what forbids it.
   *
   * @default - what is planned is applied
   */
  readonly review?: (planJson: Uint8Array) => Promise<void>;
  /** Plan to apply, made before; one is made when left out. */
  readonly planFile?: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface DeployResult {
  readonly changes: PlanSummary;
  /** Why a part of the changes was applied before the rest; missing if it was one apply. */
  readonly partFirst?: string;
  /** Of members that are no longer in the cluster; nothing of ours removes them. */
  readonly volumesLeft: readonly MemberVolume[];
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
  const [changes, planSeconds] = await timed(() => reviewedPlan(options));
  if (changes.empty) report('the plan is empty: nothing to change');
  const planned = changes.empty ? [] : await options.terraform.plannedChanges(options.planFile);
  const [partFirst, applySeconds] = await timed(async () =>
    changes.empty ? undefined : applyInOrder(options, planned),
  );
  const [view, upSeconds] = await timed(() => waitUntilUp(upContext(options), report));
  const seconds = {
    preflight: preflightSeconds,
    plan: planSeconds,
    apply: applySeconds,
    up: upSeconds,
  };
  const first = partFirst === undefined ? {} : { partFirst };
  return { changes, ...first, volumesLeft: volumesLeft(planned), view, seconds };
}

async function reviewedPlan(options: DeployOptions): Promise<PlanSummary> {
  const { planFile, review, terraform } = options;
  if (planFile === undefined) {
    const changes = await planStack(options);
    if (review && !changes.empty) await review(await terraform.showPlan());
    return changes;
  }
  await terraform.init();
  await review?.(await terraform.showPlan(planFile));
  return savedSummary(await terraform.plannedChanges(planFile));
}

/** An output alone is no resource: a saved plan is applied even if it changes none. */
function savedSummary(changes: readonly PlannedChange[]): PlanSummary {
  const count = (action: string) =>
    changes.filter(({ actions }) => actions.includes(action)).length;
  return { add: count('create'), change: count('update'), remove: count('delete'), empty: false };
}
