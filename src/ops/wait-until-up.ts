import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import { UserError, type Problem } from '../core/problem.js';
import type { Swarm } from '../live/swarm.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ClusterView } from '../model/cluster-view.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
import { topologyOf } from '../model/topology.js';
import { runJob } from './run-job.js';

const POLL_MS = 2000;
const JOB_WITHIN_MS = 60_000;
const REFUSAL_WITHIN_MS = 20_000;
/** After its own deadline the reconciler still has to write its reason and end. */
const AFTER_DEADLINE_MS = 60_000;

export interface UpContext {
  readonly swarm: Swarm;
  readonly clock: Clock;
  readonly model: ClusterModel;
  readonly manifest: SecretManifest;
  readonly images: ImageLock;
  /** Names the desired state that must be reached. */
  readonly digest: string;
  readonly signal: AbortSignal;
}

/** What the preflight let through; it has thrown if the secrets file or the image lock is missing. */
export function upContext(
  options: Omit<UpContext, 'manifest' | 'images'> & {
    readonly manifest: SecretManifest | undefined;
    readonly images: ImageLock | undefined;
  },
): UpContext {
  const { swarm, clock, model, manifest, images, digest, signal } = options;
  if (!manifest || !images) throw new Error('no secrets file or image lock');
  return { swarm, clock, model, manifest, images, digest, signal };
}

/**
 * Waits until the reconciler has reached the desired state and the cluster is up.
 *
 * @throws UserError `DESIRED_STATE_REFUSED`, or `CLUSTER_NOT_UP` after the reconciler's own deadline
 */
export async function waitUntilUp(context: UpContext, report: Report): Promise<ClusterView> {
  const { clock, model, digest, signal } = context;
  const deadline = clock.now() + model.reconciler.deadlineMs + AFTER_DEADLINE_MS;
  let said = '';
  for (;;) {
    const { view, reason } = await look(context);
    if (view && !reason) return view;
    const refused = view?.refusals[digest] ?? view?.reconciler.status?.refused;
    if (refused) throw new UserError([desiredStateRefused(refused)], 'live');
    if (reason && reason !== said) report(`not up yet: ${reason}`);
    said = reason ?? said;
    if (clock.now() >= deadline) throw new UserError([clusterNotUp(said)], 'live');
    signal.throwIfAborted();
    await clock.sleep(POLL_MS);
  }
}

/** Why the reconciler gave this desired state up, if it did and the cluster can be asked. */
export async function refusalOf(context: UpContext): Promise<Problem[]> {
  try {
    const view = await askStatus(context, REFUSAL_WITHIN_MS);
    const refused = view.refusals[context.digest];
    return refused ? [desiredStateRefused(refused)] : [];
  } catch {
    return [];
  }
}

/** A cluster that is starting cannot answer yet: that is a reason, not the end. */
async function look(context: UpContext): Promise<{ view?: ClusterView; reason?: string }> {
  try {
    const view = await askStatus(context, JOB_WITHIN_MS);
    return { view, reason: notUp(view, context.digest) };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    return { reason: error.problems.map(({ got }) => got.split('\n')[0]).join('; ') };
  }
}

async function askStatus(context: UpContext, withinMs: number): Promise<ClusterView> {
  const { swarm, clock, model, manifest, images, signal } = context;
  const image = model.images.agent ?? images.images.agent;
  const view = await runJob(
    { swarm, clock, clusterScope: model.clusterScope, image, manifest },
    {
      op: 'status',
      argument: { topology: topologyOf(model) },
      secrets: ['postgres'],
      withinMs,
      signal,
    },
  );
  return view as ClusterView;
}

function notUp({ reconciler, up, reasons }: ClusterView, digest: string): string | undefined {
  const { status } = reconciler;
  if (!status) return `the reconciler does not answer (${reconciler.error ?? 'no task'})`;
  if (status.digest !== digest) return 'the reconciler still runs an earlier desired state';
  if (!status.reached) return [`reconciler at ${status.step}`, ...status.reasons].join(', ');
  return up ? undefined : reasons.join(', ');
}

function desiredStateRefused(reason: string): Problem {
  return {
    code: 'DESIRED_STATE_REFUSED',
    at: 'reconciler',
    got: reason,
    need: 'a desired state that the live cluster can be brought to',
    fix: 'change what it names, or take the change back, and deploy again',
  };
}

function clusterNotUp(reason: string): Problem {
  return {
    code: 'CLUSTER_NOT_UP',
    at: 'cluster',
    got: reason,
    need: 'a leader, all members streaming and, in sync mode, a sync standby',
    why: 'before that the cluster cannot fail over without loss',
    fix: 'run patroni-swarm status to see which member is missing',
  };
}
