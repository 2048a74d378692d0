import { CALL_TIMEOUT_MS, errorText, httpCall } from './http.js';

/** One call of etcd's JSON gateway: path below the endpoint, request as the gateway wants it. */
export type EtcdCall = (path: string, body: object) => Promise<unknown>;

/**
 * Calls whichever endpoint answers; the one that answered last is tried first.
 *
 * Reads are linearizable unless they say otherwise, so without quorum every call fails in time.
 *
 * @param endpoints - base URLs, asked for at each call: addresses may have been learnt since
 * @param timeoutMs - for each endpoint
 * @see https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
 */
export function etcdGateway(
  endpoints: () => readonly string[],
  timeoutMs = CALL_TIMEOUT_MS,
): EtcdCall {
  let preferred = '';
  return async (path, body) => {
    const failures: string[] = [];
    const all = endpoints();
    const order = [
      ...all.filter((url) => url === preferred),
      ...all.filter((url) => url !== preferred),
    ];
    for (const endpoint of order) {
      try {
        const answer = await postJson(endpoint, path, body, timeoutMs);
        preferred = endpoint;
        return answer;
      } catch (error) {
        failures.push(errorText(error));
      }
    }
    throw new Error(`no etcd endpoint answered: ${failures.join('; ')}`);
  };
}

/** @throws Error with the endpoint's status and the begin of its answer, if that is not 200 */
export async function postJson(
  endpoint: string,
  path: string,
  body: object,
  timeoutMs = CALL_TIMEOUT_MS,
): Promise<unknown> {
  const request = { method: 'POST', body: JSON.stringify(body) };
  const { status, text } = await httpCall(`${endpoint}${path}`, request, timeoutMs);
  if (status !== 200) throw new Error(`${endpoint}${path}: HTTP ${status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

/** First key that no longer has the prefix: our keys are ASCII, so the last byte can be raised. */
export function afterPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

/** Keys and values travel as standard base64. */
export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

export function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
