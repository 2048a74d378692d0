import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { servePoolGuard } from '../../src/agent/pool-guard-server.js';

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

const pause = vi.fn(() => Promise.resolve({ paused: true, drained: true }));
const resume = vi.fn();
const guard = { pause, resume, pausedForMs: 120 };
/** It keeps two for itself, whatever it is asked. */
const keepWithin = vi.fn((most: number) => Promise.resolve(Math.max(2, most)));

async function call(method: string, path: string, token = 'token'): Promise<[number, unknown]> {
  server = servePoolGuard(0, guard, { keepWithin }, 'token');
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
  return [answer.status, await answer.json()];
}

test('a pause is answered with what became of it', async () => {
  expect(await call('POST', '/pause?limit_ms=5000')).toEqual([
    200,
    { paused: true, drained: true },
  ]);
  expect(pause).toHaveBeenCalledWith(5000);
});

test.each(['/pause?limit_ms=5000', '/resume'])(
  '%s without the token does nothing',
  async (path) => {
    pause.mockClear();
    expect(await call('POST', path, 'other')).toEqual([401, {}]);
    expect(await call('POST', path, 'tokens')).toEqual([401, {}]);
    expect(pause).not.toHaveBeenCalled();
    expect(resume).not.toHaveBeenCalled();
  },
);

test('pools are made smaller for a part of the cluster alone, and it is told what they take', async () => {
  expect(await call('POST', '/connections?most=15')).toEqual([200, { most: 15 }]);
  expect(await call('POST', '/connections?most=1')).toEqual([200, { most: 2 }]);
  keepWithin.mockClear();
  expect(await call('POST', '/connections?most=15', 'other')).toEqual([401, {}]);
  expect(keepWithin).not.toHaveBeenCalled();
});

test.each(['', '0', '-1', 'x', '262144'])('%j connections are refused', async (most) => {
  expect(await call('POST', `/connections?most=${most}`)).toEqual([400, {}]);
});

test.each(['', '0', '-1', 'x', '10001'])('a limit of "%s" is refused', async (limit) => {
  expect(await call('POST', `/pause?limit_ms=${limit}`)).toEqual([400, {}]);
});

test('anybody may ask how long the pools have been paused', async () => {
  expect(await call('GET', '/pools', 'other')).toEqual([200, { pausedForMs: 120 }]);
});
