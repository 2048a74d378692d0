import { expect, test } from 'vitest';
import { decode, encode } from '../../src/live/etcd-gateway.js';
import { memberMarks, STOPPING_TTL_SECONDS } from '../../src/live/member-marks.js';

const PREFIX = '/patroni-swarm/orders/';

/** The two prefixes, as the gateway answers them: empty values are left out. */
function marksOf(keys: Record<string, string>) {
  const calls: [string, object][] = [];
  const marks = memberMarks((path, body) => {
    calls.push([path, body]);
    if (path === '/v3/lease/grant') return Promise.resolve({ ID: '7' });
    const under = 'key' in body ? decode(String(body.key)) : '';
    const kvs = Object.entries(keys)
      .filter(([key]) => key.startsWith(under))
      .map(([key, value]) => ({ key: encode(key), ...(value && { value: encode(value) }) }));
    return Promise.resolve(kvs.length > 0 ? { kvs } : {});
  }, PREFIX);
  return { marks, calls };
}

test('reads who is stopping and who started when, by holder', async () => {
  const { marks } = marksOf({
    [`${PREFIX}stopping/patroni/node-1`]: 'stopping',
    [`${PREFIX}stopping/etcd/node-3`]: 'gone',
    [`${PREFIX}started/etcd/node-2`]: '2026-01-01T00:00:00Z',
  });
  expect(await marks.read()).toEqual({
    stopping: new Set(['patroni/node-1', 'etcd/node-3']),
    gone: new Set(['etcd/node-3']),
    startedAt: new Map([['etcd/node-2', '2026-01-01T00:00:00Z']]),
  });
  expect((await marksOf({}).marks.read()).stopping.size).toBe(0);
});

test('a mark of a stop ends by itself, and with the start that follows', async () => {
  const { marks, calls } = marksOf({});
  await marks.stopping('patroni/node-1');
  await marks.started('patroni/node-1', '2026-01-01T00:00:00Z');
  const key = encode(`${PREFIX}stopping/patroni/node-1`);
  expect(calls[0]).toEqual(['/v3/lease/grant', { TTL: STOPPING_TTL_SECONDS }]);
  expect(calls[1]).toEqual(['/v3/kv/put', { key, value: encode('stopping'), lease: '7' }]);
  expect(JSON.stringify(calls[2])).toContain(`"request_delete_range":{"key":"${key}"}`);
});
