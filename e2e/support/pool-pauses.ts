import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { ports } from '../../src/model/ports.js';
import { execIn, SCOPE } from './lab-hosts.js';
import { waitUntil } from './wait.js';

/** Half of `query_wait_timeout`, or 15 s if that is less: the longest pause a guard allows. */
export const LONGEST_PAUSE_SECONDS = 15;

/**
 * How long the pools of one host have been paused, as their guard says.
 *
 * @returns undefined if they are not
 */
export async function pausedForMs(host: LabNode): Promise<number | undefined> {
  const url = `http://127.0.0.1:${ports.poolGuard}/pools`;
  const { stdout } = await execIn(host, names.pgbouncer(SCOPE), ['curl', '-fsS', '-m', '2', url]);
  return (JSON.parse(stdout) as { pausedForMs: number | null }).pausedForMs ?? undefined;
}

/** @returns seconds it took */
export async function waitPaused(
  host: LabNode,
  wanted: boolean,
  withinSeconds: number,
): Promise<number> {
  const what = `pools on ${host.name} ${wanted ? 'are paused' : 'run'}`;
  const { seconds } = await waitUntil(
    what,
    withinSeconds,
    async () => {
      const paused = await pausedForMs(host);
      return (paused !== undefined) === wanted ? undefined : `paused for ${paused ?? 0} ms`;
    },
    100,
  );
  return seconds;
}
