import { httpCall } from './http.js';
import { readPatroniSettings } from './patroni-settings.js';

/**
 * Makes the Patroni of this container run its HA loop at once.
 *
 * A PATCH that removes a key nobody set writes nothing to the DCS, but ends in `ha.wakeup()`, which
 * sets the event the loop sleeps on. `POST /reload` and SIGHUP only set a flag that is read when
 * the loop runs next, and no other call without effect wakes it.
 *
 * @param directory - Patroni's configuration; address and login of the REST interface stand there
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/api.py (do_PATCH_config)
 */
export async function wakePatroni(directory: string): Promise<void> {
  const { restPort, credentials } = readPatroniSettings(directory);
  const login = `${credentials?.username ?? ''}:${credentials?.password ?? ''}`;
  const answer = await httpCall(`http://127.0.0.1:${restPort}/config`, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}`,
    },
    body: JSON.stringify({ patroni_swarm_wake: null }),
  });
  if (answer.status !== 200) throw new Error(`PATCH /config: HTTP ${answer.status}`);
}
