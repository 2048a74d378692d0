import { afterEach, expect, test, vi } from 'vitest';
import { poolGuards, poolsOf, poolToken } from '../../src/live/pool-guards.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Answers by address; an address that is not named refuses the connection. */
function stubGuards(answers: Record<string, [status: number, body: unknown]>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string, { headers }: { headers: Record<string, string> }) => {
    const { hostname, pathname, search } = new URL(url);
    asked.push(`${hostname}${pathname}${search} ${headers['authorization']}`);
    const [status, body] = answers[hostname] ?? [];
    if (status === undefined) return Promise.reject(new Error('refused'));
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}

function guardsAt(...addresses: string[]) {
  const resolveHost = vi.fn().mockResolvedValueOnce(addresses).mockResolvedValue([]);
  return poolGuards({ service: 'orders-pgbouncer', port: 8009, password: 'secret', resolveHost });
}

test('every task is asked, and a guard that is not there holds up nobody', async () => {
  stubGuards({ '10.0.0.1': [200, { paused: true, drained: true }], '10.0.0.3': [401, {}] });
  expect(await guardsAt('10.0.0.1', '10.0.0.2', '10.0.0.3').pause(5000)).toEqual([
    { address: '10.0.0.1', paused: true, drained: true },
    expect.objectContaining({ address: '10.0.0.2', paused: false }),
    { address: '10.0.0.3', paused: false, drained: false, reason: 'HTTP 401' },
  ]);
});

test('those that were asked to pause are told to resume, although the name is gone by then', async () => {
  const asked = stubGuards({ '10.0.0.1': [200, { paused: true, drained: true }] });
  const guards = guardsAt('10.0.0.1', '10.0.0.2');
  await guards.pause(5000);
  await guards.resume();
  expect(asked.slice(2).map((call) => call.split(' ')[0])).toEqual([
    '10.0.0.1/resume',
    '10.0.0.2/resume',
  ]);
});

test('each PgBouncer is asked to take no more than its share, and one that is older or silent says why it does not', async () => {
  const asked = stubGuards({
    '10.0.0.1': [200, { most: 28 }],
    '10.0.0.2': [404, {}],
    '10.0.0.4': [200, {}],
  });
  const guards = guardsAt('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4');
  expect(await guards.keepWithin(115, 4)).toEqual([
    { address: '10.0.0.1', most: 28 },
    { address: '10.0.0.2', reason: 'HTTP 404' },
    { address: '10.0.0.3', reason: expect.stringContaining('refused') as string },
    { address: '10.0.0.4', reason: expect.stringContaining('most') as string },
  ]);
  expect(asked[0]).toContain('10.0.0.1/connections?most=28 ');
});

test.each([
  ['one that is away keeps its share', 3, '/connections?most=19'],
  ['one more than there should be gets one too', 1, '/connections?most=29'],
])('of those that share, %s', async (_, tasks, call) => {
  const asked = stubGuards({});
  await guardsAt('10.0.0.1', '10.0.0.2').keepWithin(59, tasks);
  expect(asked[0]).toContain(call);
});

test('a request is signed, and the password is not in it', async () => {
  const asked = stubGuards({});
  await guardsAt('10.0.0.1').pause(5000);
  expect(asked).toEqual([`10.0.0.1/pause?limit_ms=5000 Bearer ${poolToken('secret')}`]);
  expect(asked.join()).not.toContain('secret');
});

test('whoever is hurried does not wait for running transactions; the pools stay paused', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  const hurry = new AbortController();
  const log = vi.fn();
  const pools = poolsOf(guardsAt('10.0.0.1'), { limitMs: 5000, log, hurried: hurry.signal });
  const paused = pools.pause();
  hurry.abort();
  await paused;
  expect(log).toHaveBeenCalledWith('pools-paused', { limitMs: 5000, pools: 'not waited for' });
});
