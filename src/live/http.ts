/** Longest wait for one call: a pass over a cluster with dead members must stay short. */
export const CALL_TIMEOUT_MS = 3000;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One HTTP call with a deadline over name look-up, connect and body.
 *
 * @throws Error that names the URL, if there is no answer within `timeoutMs`
 */
export async function httpCall(
  url: string,
  init: RequestInit = {},
  timeoutMs = CALL_TIMEOUT_MS,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new Error(`${url}: ${causeOf(error)}`, { cause: error });
  }
}

/** `fetch` says only "fetch failed"; why stands in the innermost cause. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  return error.cause === undefined ? error.message : causeOf(error.cause);
}
