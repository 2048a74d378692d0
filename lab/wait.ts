import pWaitFor, { TimeoutError } from 'p-wait-for';

export interface WaitOptions {
  readonly limitMs: number;
  /** @default 200 */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until `condition` holds.
 *
 * @param tooLate - makes the error that is thrown at the limit
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { limitMs, intervalMs = 200, signal }: WaitOptions,
  tooLate: () => Error | Promise<Error>,
): Promise<void> {
  try {
    const timing = { interval: intervalMs, timeout: limitMs };
    await pWaitFor(condition, signal ? { ...timing, signal } : timing);
  } catch (error) {
    throw error instanceof TimeoutError ? await tooLate() : error;
  }
}
