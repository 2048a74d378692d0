import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { serveStatus } from '../../src/agent/status-server.js';
import type { ReconcilerStatus } from '../../src/model/reconciler-status.js';

const status: ReconcilerStatus = {
  digest: 'd1',
  reached: false,
  reachedAt: null,
  refused: null,
  up: false,
  step: 'roles',
  leader: null,
  members: [],
  reasons: [],
  pendingChanges: [],
  drift: [],
  passes: 1,
  lastPassSeconds: 0,
};

let reached = false;
const server = serveStatus(0, () => ({ ...status, reached }));

afterEach(() => {
  server.close();
});

test('is unhealthy until the desired state was reached, and says so at any time', async () => {
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await get('/healthz')).status).toBe(503);
  expect(await (await get('/status')).json()).toMatchObject({ digest: 'd1', reached: false });
  reached = true;
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/other')).status).toBe(404);
  expect(await (await get('/metrics')).text()).toContain('\npatroni_swarm_reached 1\n');
});
