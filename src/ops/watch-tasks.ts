import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import type { Problem } from '../core/problem.js';
import type { Swarm, SwarmService, SwarmTask } from '../live/swarm.js';
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
  readonly clusterScope: string;
}

/**
 * Follows the cluster's tasks until `stop`, and tells of each that fails as it happens.
 *
 * Terraform shows a task id at best, and deletes a service that did not come up, with its log.
 *
 * @returns the last failure of each service, sorted by service
 */
export async function watchFailedTasks(
  context: WatchContext,
  report: Report,
  stop: AbortSignal,
): Promise<FailedTask[]> {
  const failures = new Map<string, FailedTask>();
  const seen = new Set<string>();
  for (let first = true; !stop.aborted; first = false) {
    const failed = await failedTasks(context).catch(() => []);
    for (const { task, service } of failed) {
      // What failed before this apply is not its doing.
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      if (first) continue;
      const failure = await describe(context, task, service);
      failures.set(service.name, failure);
      report(`${failure.service} on ${failure.node}: ${failure.error}`);
    }
    await context.clock.sleep(POLL_MS);
  }
  return [...failures.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
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

async function failedTasks({
  swarm,
  clusterScope,
}: WatchContext): Promise<{ task: SwarmTask; service: SwarmService }[]> {
  const [services, tasks] = await Promise.all([swarm.services(`${clusterScope}-`), swarm.tasks()]);
  const byId = new Map(services.map((service) => [service.id, service]));
  return tasks.flatMap((task) => {
    const service = byId.get(task.serviceId);
    return service && ['failed', 'rejected'].includes(task.state) ? [{ task, service }] : [];
  });
}

async function describe(
  { swarm }: WatchContext,
  task: SwarmTask,
  service: SwarmService,
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
    error: task.error ?? task.state,
    logLines: lastLines(text, LOG_LINES),
  };
}
