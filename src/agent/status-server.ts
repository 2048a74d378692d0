import { createServer, type Server } from 'node:http';
import type { ReconcilerStatus } from '../model/reconciler-status.js';

/**
 * `GET /status` says everything, `GET /healthz` answers 503 until the desired state was reached once.
 */
export function serveStatus(port: number, status: () => ReconcilerStatus): Server {
  const server = createServer((request, response) => {
    const current = status();
    const known = request.url === '/status' || request.url === '/healthz';
    const healthy = request.url !== '/healthz' || current.reached;
    response.writeHead(known ? (healthy ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(known ? `${JSON.stringify(current)}\n` : '{}\n');
  });
  server.listen(port);
  return server;
}
