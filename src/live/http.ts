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
    // `fetch` itself says only "fetch failed".
    const reason = error instanceof Error && error.cause ? error.cause : error;
    throw new Error(`${url}: ${errorText(reason)}`, { cause: error });
  }
}

/** What to tell a person; a connection tried on several addresses has its message in the parts. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(errorText))].join('; ');
  }
  return error instanceof Error ? error.message || error.name : String(error);
}
