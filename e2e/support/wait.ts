import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** What is not yet so, in words for the error message; undefined when it is. */
export type Missing = string | undefined;

export interface Waited {
  readonly seconds: number;
  /** What was missing last; undefined if nothing ever was. */
  readonly lastMissing: Missing;
}

/**
 * Asks until nothing is missing.
 *
 * @param withinSeconds - bound, computed from the settings that cause the wait
 * @throws Error with what was still missing at the end
 */
export async function waitUntil(
  what: string,
  withinSeconds: number,
  check: () => Promise<Missing>,
  pauseMs = 500,
): Promise<Waited> {
  const started = performance.now();
  let lastMissing: Missing;
  for (;;) {
    const missing = await check().catch((error: unknown) => String(error));
    const seconds = (performance.now() - started) / 1000;
    if (missing === undefined) return { seconds, lastMissing };
    if (seconds > withinSeconds) {
      throw new Error(`${what}: not within ${withinSeconds} s: ${missing}`);
    }
    lastMissing = missing;
    await sleep(pauseMs);
  }
}
