import { setTimeout } from 'node:timers/promises';

export interface WaitOptions {
  readonly limitMs: number;
  /** @default 200 */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until `condition` holds, which must itself be bounded in time.
 *
 * @param tooLate - makes the error that is thrown at the limit
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { limitMs, intervalMs = 200, signal }: WaitOptions,
  tooLate: () => Error | Promise<Error>,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw await tooLate();
    await setTimeout(intervalMs, undefined, signal ? { signal } : {});
  }
}
