import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { PoolGuard } from '../pools/pool-guard.js';

/** More than any handover gives to running transactions. */
const MOST_LIMIT_MS = 10_000;

/** Requests that want the token. */
const SIGNED = ['POST /pause', 'POST /resume', 'GET /connections'];

export interface PoolGuardTerms {
  readonly token: string;
  /** Server connections that this PgBouncer takes at most, now. */
  readonly mostConnections: () => number;
}

/**
 * `POST /pause?limit_ms=N` answers once the pools are paused, `POST /resume` at once, and
 * `GET /connections` with how many PgBouncer takes at most; these want the token. `GET /pools` says for
 * how long they have been paused.
 */
export function servePoolGuard(
  port: number,
  guard: PoolGuard,
  { token, mostConnections }: PoolGuardTerms,
): Server {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(body)}\n`);
    };
    const url = new URL(request.url ?? '/', 'http://guard');
    const call = `${request.method} ${url.pathname}`;
    if (call === 'GET /pools') {
      answer(200, { pausedForMs: guard.pausedForMs ?? null });
    } else if (!SIGNED.includes(call)) {
      answer(404, {});
    } else if (!isSigned(request, token)) {
      answer(401, {});
    } else if (call === 'GET /connections') {
      answer(200, { most: mostConnections() });
    } else if (call === 'POST /resume') {
      guard.resume();
      answer(202, {});
    } else {
      const limitMs = Number(url.searchParams.get('limit_ms'));
      if (!(limitMs > 0 && limitMs <= MOST_LIMIT_MS)) answer(400, {});
      else
        void guard.pause(limitMs).then((paused) => {
          answer(200, paused);
        });
    }
  });
  server.listen(port);
  return server;
}

function isSigned({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
