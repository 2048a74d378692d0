import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.js';
import { UserError } from '../core/problem.js';
import type { JobSecret, Swarm, SwarmTask, TaskLogs } from '../live/swarm.js';
import { names, type SecretName } from '../model/names.js';
import { ids, paths } from '../model/paths.js';
import type { SecretManifest } from '../model/secret-manifest.js';
import { jobFailed, jobTimedOut } from './job-problems.js';
import { parseOpAnswer } from './op-answer-text.js';

const AGENT = '/usr/lib/patroni-swarm/agent.mjs';
const MEMORY_BYTES = 256 * 1024 ** 2;
const POLL_MS = 150;
/** A host that lost power is ready to Swarm for up to 20 s more: after this long another is taken. */
const STUCK_AFTER_MS = 6000;
const LOGS_WITHIN_MS = 5000;
const LOG_TRIES = 5;

export interface JobContext {
  readonly swarm: Swarm;
  readonly clock: Clock;
  readonly clusterScope: string;
  /** `repo:tag@sha256:…` of the image that it runs in: the agent's, or the members'. */
  readonly image: string;
  readonly manifest: SecretManifest;
}

/** What a job has that starts a PostgreSQL of its own; the image is that of the members. */
export interface ServerJob {
  /** For the server and the agent beside it. */
  readonly memoryBytes: number;
}

export interface JobRequest {
  /** Name of the operation, as `agent.mjs op NAME` knows it. */
  readonly op: string;
  /** Seen by whoever can inspect a service: never a secret. */
  readonly argument: unknown;
  readonly secrets: readonly SecretName[];
  readonly withinMs: number;
  /** Missing where it starts none. */
  readonly server?: ServerJob;
  readonly signal?: AbortSignal;
}

/** Where a job finds the secrets it may have. */
const SECRET_PATHS: Partial<Record<SecretName, string>> = {
  postgres: paths.postgresSecret,
  roles: paths.rolesSecret,
  userlist: paths.poolSecret,
};

/**
 * Runs one operation inside the cluster and returns its result.
 *
 * The job is a one-shot Swarm service on the cluster's networks; its answer is read from its log. It
 * is removed whatever happens, and so is what an earlier, killed command left behind.
 *
 * @returns `result` of the operation's answer
 * @throws UserError with the operation's own problems, or `JOB_FAILED`, `JOB_TIMED_OUT`
 */
export async function runJob(context: JobContext, request: JobRequest): Promise<unknown> {
  const { clusterScope, clock } = context;
  const leftovers = await endedJobs(context);
  const deadline = clock.now() + request.withinMs;
  const avoidedNodes: string[] = [];
  try {
    for (;;) {
      const name = `${names.jobPrefix(clusterScope)}${request.op}-${randomBytes(4).toString('hex')}`;
      const outcome = await runOnce(context, request, { name, deadline, avoidedNodes });
      if (outcome.kind === 'answered') return outcome.result;
      avoidedNodes.push(outcome.nodeId);
    }
  } finally {
    await Promise.allSettled(leftovers.map((id) => context.swarm.removeService(id)));
  }
}

interface Attempt {
  readonly name: string;
  readonly deadline: number;
  readonly avoidedNodes: readonly string[];
}

type Outcome =
  | { readonly kind: 'answered'; readonly result: unknown }
  | { readonly kind: 'stuck'; readonly nodeId: string };

async function runOnce(
  context: JobContext,
  request: JobRequest,
  attempt: Attempt,
): Promise<Outcome> {
  const { swarm, clusterScope, image } = context;
  const { server } = request;
  const serviceId = await swarm.createJob(
    {
      name: attempt.name,
      image,
      args: ['node', AGENT, 'op', request.op, JSON.stringify(request.argument)],
      user: server ? ids.postgres : ids.agent,
      tmpfs: server ? ['/tmp'] : [],
      networks: [names.dataNetwork(clusterScope), names.dcsNetwork(clusterScope)],
      secrets: jobSecrets(context.manifest, request.secrets),
      labels: { 'com.patroni-swarm.scope': clusterScope },
      memoryBytes: server?.memoryBytes ?? MEMORY_BYTES,
      constraints: attempt.avoidedNodes.map((id) => `node.id!=${id}`),
    },
    request.signal,
  );
  try {
    const task = await waitForEnd(context, request, attempt, serviceId);
    if (!hasEnded(task)) return { kind: 'stuck', nodeId: task.nodeId ?? '' };
    const logs = await readLogs(context, task);
    const answer = parseOpAnswer(logs.stdout);
    if (answer?.ok) return { kind: 'answered', result: answer.result };
    if (answer && answer.kind !== 'bug') throw new UserError(answer.problems, answer.kind);
    throw jobFailed(request.op, task, answer ? JSON.stringify(answer.problems) : logs.stderr);
  } finally {
    // A manager that fails here leaves it to the next command; the outcome counts more.
    await swarm.removeService(serviceId).catch(() => undefined);
  }
}

/** The task once it ended, or as it is when its node shows no sign of life. */
async function waitForEnd(
  { swarm, clock }: JobContext,
  { op, withinMs, signal }: JobRequest,
  { deadline }: Attempt,
  serviceId: string,
): Promise<SwarmTask> {
  const started = clock.now();
  for (;;) {
    signal?.throwIfAborted();
    // While managers elect a new leader they fail requests: the deadline bounds that, too.
    const [task] = await swarm.tasks(serviceId, signal).catch(() => []);
    if (task && hasEnded(task)) return task;
    if (task?.nodeId && isUntouched(task) && clock.now() - started > STUCK_AFTER_MS) return task;
    if (clock.now() >= deadline) throw jobTimedOut(op, withinMs, task);
    await clock.sleep(POLL_MS);
  }
}

function hasEnded({ state }: SwarmTask): boolean {
  return ['complete', 'failed', 'rejected', 'shutdown', 'orphaned', 'remove'].includes(state);
}

/** Given to a node that has not even said that it accepts it. */
function isUntouched({ state }: SwarmTask): boolean {
  return state === 'assigned';
}

/** The log can lag behind the task's end for a moment. */
async function readLogs({ swarm, clock }: JobContext, task: SwarmTask): Promise<TaskLogs> {
  let logs: TaskLogs = { stdout: '', stderr: '' };
  for (let tries = 0; tries < LOG_TRIES && !parseOpAnswer(logs.stdout); tries += 1) {
    if (tries > 0) await clock.sleep(POLL_MS);
    logs = await swarm.taskLogs(task.id, AbortSignal.timeout(LOGS_WITHIN_MS)).catch(() => logs);
  }
  return logs;
}

/**
 * Jobs that had ended before this one began: a living command removes its own within a moment, so
 * what is still there after this job is nobody's.
 */
async function endedJobs({ swarm, clusterScope }: JobContext): Promise<string[]> {
  const jobs = await swarm.services(names.jobPrefix(clusterScope));
  const ended = await Promise.all(
    jobs.map(async ({ id }) => {
      const tasks = await swarm.tasks(id);
      return tasks.length > 0 && tasks.every(hasEnded) ? [id] : [];
    }),
  );
  return ended.flat();
}

function jobSecrets(manifest: SecretManifest, wanted: readonly SecretName[]): JobSecret[] {
  return wanted.map((secret) => {
    const path = SECRET_PATHS[secret];
    if (path === undefined) throw new Error(`no job may have the secret ${secret}`);
    const { id, name } = manifest.secrets[secret];
    return { id, name, path };
  });
}
