import { sleep } from './wait.js';

/**
 * Looks again and again, beside whatever happens meanwhile.
 *
 * @returns ends it, and answers with all that was seen, or throws what a look threw
 */
export function sampling<Seen>(
  look: () => Promise<Seen>,
  everyMs: number,
): () => Promise<readonly Seen[]> {
  const over = new AbortController();
  const seen: Seen[] = [];
  const looking = (async () => {
    while (!over.signal.aborted) {
      seen.push(await look());
      await sleep(everyMs);
    }
  })();
  // Whoever ends it gets it; until then it is not unhandled.
  looking.catch(() => undefined);
  return async () => {
    over.abort();
    await looking;
    return seen;
  };
}
