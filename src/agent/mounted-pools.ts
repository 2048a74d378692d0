import { readFile } from 'node:fs/promises';
import { type PoolGuards, poolGuards, type Pools, poolsOf } from '../live/pool-guards.js';
import { resolveHost } from '../live/resolve-host.js';
import { paths } from '../model/paths.js';
import { ports } from '../model/ports.js';
import { parseUserlist } from '../pools/guard-settings.js';
import type { Log } from '../reconciler/step.js';

/**
 * The guards of all PgBouncer tasks.
 *
 * @param service - of PgBouncer
 * @returns undefined where the secret is not mounted: in members deployed by an older release, and in
 *   jobs that hand nothing over
 */
export async function mountedPoolGuards(service: string): Promise<PoolGuards | undefined> {
  const userlist = await readFile(paths.poolSecret, 'utf8').catch(() => undefined);
  if (userlist === undefined) return undefined;
  const { password } = parseUserlist(userlist);
  return poolGuards({ service, port: ports.poolGuard, password, resolveHost });
}

/**
 * The pools of all PgBouncer tasks, for whoever hands over.
 *
 * @param limitMs - what transactions that run at the handover get to end
 * @param hurried - aborts when there is no time to wait for them any more
 * @returns undefined where `mountedPoolGuards` is
 */
export async function mountedPools(
  service: string,
  limitMs: number,
  log: Log,
  hurried?: AbortSignal,
): Promise<Pools | undefined> {
  const guards = await mountedPoolGuards(service);
  return guards && poolsOf(guards, { limitMs, log, hurried });
}
