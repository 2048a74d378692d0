import { UserError } from '../core/problem.js';

/** No endpoint is a manager; one reason for each. */
export function managerUnreachable(reasons: readonly string[]): UserError {
  return live({
    code: 'MANAGER_UNREACHABLE',
    at: 'swarm.managers',
    got: reasons.length > 0 ? reasons.join('\n') : 'no endpoint is named',
    need: 'one endpoint that answers as a Swarm manager within 3 s',
    why: 'everything this command does goes through a manager',
    fix: 'start a manager, name another with --manager or DOCKER_HOST, or list one in swarm.managers',
  });
}

/** A manager that answered before failed a request. */
export function swarmRequestFailed(endpoint: string, error: Error): UserError {
  return live({
    code: 'SWARM_REQUEST_FAILED',
    at: endpoint,
    got: error.message.trim(),
    need: 'a manager that carries the request out',
    fix: 'run the command again, or name another manager with --manager',
  });
}

function live(problem: ConstructorParameters<typeof UserError>[0][number]): UserError {
  return new UserError([problem], 'live');
}
