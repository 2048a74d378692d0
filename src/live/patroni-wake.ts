import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from '../core/zod.js';
import { httpCall } from './http.js';

const restapiSchema = z.object({
  restapi: z
    .object({
      listen: z.string().optional(),
      authentication: z.object({ username: z.string(), password: z.string() }).optional(),
    })
    .optional(),
});

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
  const { listen, login } = restSettings(directory);
  const port = /:(\d+)$/.exec(listen)?.[1] ?? '8008';
  const answer = await httpCall(`http://127.0.0.1:${port}/config`, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}`,
    },
    body: JSON.stringify({ patroni_swarm_wake: null }),
  });
  if (answer.status !== 200) throw new Error(`PATCH /config: HTTP ${answer.status}`);
}

/** Patroni merges its files in name order, later wins. */
function restSettings(directory: string): { listen: string; login: string } {
  let listen = '';
  let login = '';
  const files = readdirSync(directory).filter((name) => name.endsWith('.yml'));
  for (const file of files.sort()) {
    const { restapi } = restapiSchema.parse(parse(readFileSync(`${directory}/${file}`, 'utf8')));
    listen = restapi?.listen ?? listen;
    const user = restapi?.authentication;
    if (user) login = `${user.username}:${user.password}`;
  }
  return { listen, login };
}
