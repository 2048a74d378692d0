import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import type { Problem } from '../core/problem.js';
import type { Swarm, SwarmService, SwarmTask } from '../live/swarm.js';
import type { ClusterModel } from '../model/cluster-model.js';
import { names } from '../model/names.js';
import { isLeftOut } from '../model/without-nodes.js';
import { lastLines } from './job-problems.js';

const POLL_MS = 2000;
const LOG_LINES = 6;
const LOGS_WITHIN_MS = 3000;

/** A task that did not come up, or did not stay up. */
export interface FailedTask {
  readonly service: string;
  readonly node: string;
  readonly error: string;
  readonly logLines: readonly string[];
}

export interface WatchContext {
  readonly swarm: Swarm;
  readonly clock: Clock;
  readonly model: ClusterModel;
}

/**
 * Follows the cluster's tasks until `stop`, and tells of each that fails, or waits in vain, as it happens.
 *
 * Terraform shows a task id at best, and deletes a service that did not come up, with its log.
 *
 * @returns the last trouble of each service, sorted by service
 */
export async function watchFailedTasks(
  context: WatchContext,
  report: Report,
  stop: AbortSignal,
): Promise<FailedTask[]> {
  const failures = new Map<string, FailedTask>();
  const waiting = new Set<string>();
  const seen = new Set<string>();
  const told = new Set<string>();
  for (let first = true; !stop.aborted; first = false) {
    for (const { task, service } of await currentTasks(context).catch(() => [])) {
      // It got what it waited for.
      if (task.state !== 'pending' && waiting.delete(task.id)) failures.delete(service.name);
      const trouble = troubleOf(task);
      if (!trouble || seen.has(`${task.id} ${trouble}`)) continue;
      seen.add(`${task.id} ${trouble}`);
      // What failed before this apply is not its doing.
      if (first && task.state !== 'pending') continue;
      const failure = await describe(context, task, service, trouble);
      failures.set(service.name, failure);
      if (task.state === 'pending') waiting.add(task.id);
      const line = `${failure.service} on ${failure.node}: ${failure.error}`;
      // Swarm tries again and again: once is enough to know.
      if (!told.has(line)) report(line);
      told.add(line);
    }
    await context.clock.sleep(POLL_MS);
  }
  return [...failures.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** Failed, or waiting for something the scheduler names, such as a node with enough memory. */
function troubleOf({ state, error }: SwarmTask): string | undefined {
  if (state === 'pending') return error;
  return state === 'failed' || state === 'rejected' ? (error ?? state) : undefined;
}

/** A failed task as the user reads it. */
export function taskFailed({ service, node, error, logLines }: FailedTask): Problem {
  return {
    code: 'TASK_FAILED',
    at: service,
    got: [`on ${node}: ${error}`, ...logLines].join('\n'),
    need: 'a task that starts and stays up',
  };
}

/** Oldest first, so that the last word on a service is its newest task's. */
async function currentTasks({
  swarm,
  model,
}: WatchContext): Promise<{ task: SwarmTask; service: SwarmService }[]> {
  const { clusterScope } = model;
  const [services, tasks] = await Promise.all([swarm.services(`${clusterScope}-`), swarm.tasks()]);
  const watched = services.filter(
    // A command's own jobs say themselves how they ended; nobody waits for who is left out.
    ({ name }) => !name.startsWith(names.jobPrefix(clusterScope)) && !isLeftOut(model, name),
  );
  const byId = new Map(watched.map((service) => [service.id, service]));
  const sorted = [...tasks].sort((a, b) => a.changedAt - b.changedAt);
  return sorted.flatMap((task) => {
    const service = byId.get(task.serviceId);
    return service ? [{ task, service }] : [];
  });
}

async function describe(
  { swarm }: WatchContext,
  task: SwarmTask,
  service: SwarmService,
  error: string,
): Promise<FailedTask> {
  const [nodes, logs] = await Promise.all([
    swarm.nodes().catch(() => []),
    swarm.taskLogs(task.id, AbortSignal.timeout(LOGS_WITHIN_MS), LOG_LINES).catch(() => undefined),
  ]);
  const node = nodes.find(({ id }) => id === task.nodeId)?.hostname ?? 'no node';
  const text = `${logs?.stdout ?? ''}\n${logs?.stderr ?? ''}`;
  return {
    service: service.name,
    node,
    error,
    logLines: lastLines(text, LOG_LINES),
  };
}
