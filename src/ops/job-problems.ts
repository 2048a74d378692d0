import { UserError } from '../core/problem.js';
import type { SwarmTask } from '../live/swarm.js';

const SHOWN_LINES = 8;

/** The job ended without a usable answer. */
export function jobFailed(op: string, task: SwarmTask, log: string): UserError {
  const reason =
    task.error ?? `task ended as ${task.state}, exit code ${task.exitCode ?? 'unknown'}`;
  return live({
    code: 'JOB_FAILED',
    at: `op ${op}`,
    got: [reason, ...lastLines(log, SHOWN_LINES)].join('\n'),
    need: 'one JSON answer from the job',
    why: 'operations reach the cluster as one-shot Swarm jobs of the agent image',
    fix: 'see that every node can pull the agent image and that the networks of the cluster exist',
  });
}

/** The job did not end in time; it was removed. */
export function jobTimedOut(op: string, withinMs: number, task: SwarmTask | undefined): UserError {
  const state = task ? `${task.state}${task.error ? `: ${task.error}` : ''}` : 'not scheduled';
  return live({
    code: 'JOB_TIMED_OUT',
    at: `op ${op}`,
    got: `task still ${state} after ${Math.round(withinMs / 1000)} s`,
    need: 'an answer in that time',
    why: 'the job waits for a node, an image or the cluster; it was removed',
    fix: 'look at docker node ls on a manager, then run the command again',
  });
}

/** The last lines of a log that are not empty. */
export function lastLines(log: string, count: number): string[] {
  return log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

function live(problem: ConstructorParameters<typeof UserError>[0][number]): UserError {
  return new UserError([problem], 'live');
}
