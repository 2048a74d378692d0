import { errorText } from '../live/http.js';
import type { Pools } from '../live/pool-guards.js';

export interface PauseTools {
  readonly pools?: Pools | undefined;
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/**
 * Takes the primary away from pooled clients for as long as `work` takes: their transactions end before,
 * new ones wait. Pools that cannot be paused, or resumed, stop nothing: their guards resume them.
 */
export async function whilePaused<T>(
  { pools, log }: PauseTools,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await pools?.pause().catch((error: unknown) => {
      log('pools-not-paused', { reason: errorText(error) });
    });
    return await work();
  } finally {
    await pools?.resume().catch((error: unknown) => {
      log('pools-not-resumed', { reason: errorText(error) });
    });
  }
}
