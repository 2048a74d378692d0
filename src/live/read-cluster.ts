import { errorText } from './http.js';
import type { PatroniAt, PatroniCluster } from './patroni-rest.js';

/**
 * Asks all members at once and takes the first answer: each of them reads it from the DCS.
 *
 * @throws Error that says why each of `hosts` did not answer
 */
export async function readCluster(
  patroniAt: PatroniAt,
  hosts: readonly string[],
): Promise<PatroniCluster> {
  try {
    return await Promise.any(hosts.map((host) => patroniAt(host).cluster()));
  } catch (error) {
    throw new Error(`no member answers: ${errorText(error)}`, { cause: error });
  }
}

/**
 * The dynamic configuration, by the first member that answers.
 *
 * @throws AggregateError of why each of `hosts` did not
 */
export async function readConfig(
  patroniAt: PatroniAt,
  hosts: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  return Promise.any(hosts.map((host) => patroniAt(host).config()));
}
