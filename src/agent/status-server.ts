import { createServer, type Server } from 'node:http';
import type { ReconcilerStatus } from '../model/reconciler-status.js';
import { metricsText } from '../reconciler/metrics.js';

interface Page {
  readonly code: number;
  readonly type: string;
  readonly text: string;
}

const JSON_TYPE = 'application/json';
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * `GET /status` says everything, `GET /metrics` the same in numbers for Prometheus, `GET /healthz`
 * answers 503 until the desired state was reached once.
 */
export function serveStatus(port: number, status: () => ReconcilerStatus): Server {
  const server = createServer((request, response) => {
    const { code, type, text } = pageOf(request.url, status());
    response.writeHead(code, { 'content-type': type });
    response.end(text);
  });
  server.listen(port);
  return server;
}

function pageOf(url: string | undefined, status: ReconcilerStatus): Page {
  if (url === '/metrics') return { code: 200, type: METRICS_TYPE, text: metricsText(status) };
  if (url !== '/status' && url !== '/healthz') return { code: 404, type: JSON_TYPE, text: '{}\n' };
  const code = url === '/healthz' && !status.reached ? 503 : 200;
  return { code, type: JSON_TYPE, text: `${JSON.stringify(status)}\n` };
}
