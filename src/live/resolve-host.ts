import { lookup } from 'node:dns/promises';
import { CALL_TIMEOUT_MS } from './http.js';

/**
 * Every address behind a service name: with `dnsrr` one per healthy task.
 *
 * @returns addresses, sorted; empty if the name is unknown or nothing answers in time
 */
export async function resolveHost(name: string): Promise<string[]> {
  const unanswered = new Promise<[]>((resolve) => {
    setTimeout(resolve, CALL_TIMEOUT_MS, []).unref();
  });
  const answered = lookup(name, { all: true, family: 4 }).catch(() => []);
  const found = await Promise.race([answered, unanswered]);
  return found.map(({ address }) => address).sort();
}
