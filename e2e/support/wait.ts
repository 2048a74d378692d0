import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** What is not yet so, in words for the error message; undefined when it is. */
export type Missing = string | undefined;

/**
 * Asks until nothing is missing.
 *
 * @param withinSeconds - bound, computed from the settings that cause the wait
 * @returns seconds it took
 * @throws Error with what was still missing at the end
 */
export async function waitUntil(
  what: string,
  withinSeconds: number,
  check: () => Promise<Missing>,
  pauseMs = 500,
): Promise<number> {
  const started = performance.now();
  for (;;) {
    const missing = await check().catch((error: unknown) => String(error));
    const seconds = (performance.now() - started) / 1000;
    if (missing === undefined) return seconds;
    if (seconds > withinSeconds) {
      throw new Error(`${what}: not within ${withinSeconds} s: ${missing}`);
    }
    await sleep(pauseMs);
  }
}
