import { UserError } from '../core/problem.js';
import type { SwarmSecret } from '../live/swarm.js';

/** Some secrets are gone while services run with the rest. */
export function secretsIncomplete(
  cluster: string,
  rest: readonly SwarmSecret[],
  users: readonly string[],
): UserError {
  return new UserError(
    [
      {
        code: 'SECRETS_INCOMPLETE',
        at: 'secrets',
        got: `only ${rest.map(({ name }) => name).join(', ')}, used by ${users.join(', ')}`,
        need: 'all secrets of one set, or none in use',
        why: 'secrets share passwords; a new one would not fit those in use',
        fix: `set new passwords through a member's local socket before anything restarts; if the data may go, run patroni-swarm destroy ${cluster}, remove the volumes and run secrets init again`,
      },
    ],
    'refused',
  );
}

/** The secrets file names secrets that this Swarm does not have. */
export function secretsLost(cluster: string, file: string, present: readonly string[]): UserError {
  return new UserError(
    [
      {
        code: 'SECRETS_LOST',
        at: file,
        got: `this Swarm has ${present.length === 0 ? 'none of the secrets' : `only ${present.join(', ')}`} in it`,
        need: 'the secrets the cluster was made with',
        why: 'new passwords would not fit the data volumes of the hosts',
        fix: `check the manager; if the volumes are gone too, delete ${file} and run patroni-swarm secrets init ${cluster}`,
      },
    ],
    'refused',
  );
}
