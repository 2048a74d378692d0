import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectSwarm, managerCandidates } from '../../src/live/swarm-connect.js';

let directory: string;
let servers: Server[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'swarm-'));
});

afterEach(() => {
  for (const server of servers) server.close().closeAllConnections();
  servers = [];
  rmSync(directory, { recursive: true });
});

/** An Engine API that answers every request in the same way, or never. */
async function engine(name: string, answer?: { status: number; body: unknown }): Promise<string> {
  const path = join(directory, name);
  const server = createServer((_request, response) => {
    if (answer) response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(path, done));
  return `unix://${path}`;
}

test('takes the first endpoint that is a manager, and Terraform gets the same', async () => {
  const worker = await engine('worker', { status: 503, body: { message: 'not a swarm manager' } });
  const manager = await engine('manager', { status: 200, body: [] });
  const configured = ['unix:///nonesuch.sock', worker, manager];
  const { swarm, terraformEnv } = await connectSwarm({ configured, env: {} });
  expect(swarm.endpoint).toBe(manager);
  expect(terraformEnv).toEqual({ TF_VAR_docker_host: manager });
});

test('gives up on a silent manager after three seconds and says the reason of each', async () => {
  const worker = await engine('worker', { status: 503, body: { message: 'not a swarm manager' } });
  const silent = await engine('silent');
  const started = performance.now();
  const connecting = connectSwarm({ configured: [worker, silent], env: {} });
  await expect(connecting).rejects.toMatchObject({
    kind: 'live',
    problems: [
      {
        code: 'MANAGER_UNREACHABLE',
        got: expect.stringMatching(
          /worker: .*not a swarm manager.*\n.*silent: no answer within 3 s/,
        ) as string,
      },
    ],
  });
  expect(performance.now() - started).toBeLessThan(4000);
});

test('a manager that is named is the only one tried', () => {
  const env = { DOCKER_HOST: 'tcp://a' };
  expect(managerCandidates({ manager: 'tcp://m', configured: ['tcp://b'], env })).toEqual([
    'tcp://m',
  ]);
  expect(managerCandidates({ configured: ['tcp://b', 'tcp://a'], env })).toEqual([
    'tcp://a',
    'tcp://b',
  ]);
});
