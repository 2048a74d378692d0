import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { PoolFitter } from '../pools/pool-fitter.js';
import type { PoolGuard } from '../pools/pool-guard.js';

/** More than any handover gives to running transactions. */
const MOST_LIMIT_MS = 10_000;

/** More than PostgreSQL can have. */
const MOST_CONNECTIONS = 262_143;

/** Requests that want the token. */
const SIGNED = ['POST /pause', 'POST /resume', 'POST /connections'];

/**
 * `POST /pause?limit_ms=N` answers once the pools are paused, `POST /resume` at once. `POST
 * /connections?most=N` makes the pools take no more server connections, and answers with how many they
 * take at most. These want the token. `GET /pools` says for how long the pools have been paused.
 */
export function servePoolGuard(
  port: number,
  guard: Pick<PoolGuard, 'pause' | 'resume' | 'pausedForMs'>,
  fitter: Pick<PoolFitter, 'keepWithin'>,
  token: string,
): Server {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(body)}\n`);
    };
    const url = new URL(request.url ?? '/', 'http://guard');
    const call = `${request.method} ${url.pathname}`;
    const withNumber = (name: string, most: number, work: (value: number) => Promise<unknown>) => {
      const value = numberIn(url, name, most);
      if (value === undefined) answer(400, {});
      else
        void work(value).then((body) => {
          answer(200, body);
        });
    };
    if (call === 'GET /pools') {
      answer(200, { pausedForMs: guard.pausedForMs ?? null });
    } else if (!SIGNED.includes(call)) {
      answer(404, {});
    } else if (!isSigned(request, token)) {
      answer(401, {});
    } else if (call === 'POST /resume') {
      guard.resume();
      answer(202, {});
    } else if (call === 'POST /connections') {
      withNumber('most', MOST_CONNECTIONS, async (most) => ({
        most: await fitter.keepWithin(most),
      }));
    } else {
      withNumber('limit_ms', MOST_LIMIT_MS, (limitMs) => guard.pause(limitMs));
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

/** @returns undefined if it is not from 1 to `most` */
function numberIn({ searchParams }: URL, name: string, most: number): number | undefined {
  const value = Number(searchParams.get(name));
  return value >= 1 && value <= most ? value : undefined;
}
