import { expect, test } from 'vitest';
import { decode } from '../../src/live/etcd-gateway.js';
import { etcdStoreBy } from '../../src/live/etcd.js';
import { lentSetting } from '../../src/live/lent-setting.js';

/** Keys, as the gateway answers them: fields that are empty are left out. */
function keysIn() {
  const keys = new Map<string, string>();
  const lent = lentSetting(
    etcdStoreBy((path, body) => {
      const { key, value } = body as { key: string; value?: string };
      if (path === '/v3/kv/put' && value !== undefined) keys.set(decode(key), value);
      if (path === '/v3/kv/deleterange') keys.delete(decode(key));
      const found = keys.get(decode(key));
      return Promise.resolve(found === undefined ? {} : { kvs: [{ key, value: found }] });
    }),
    '/patroni-swarm/orders/',
    'synchronous_node_count',
  );
  return { keys, lent };
}

test('what a setting was is kept under one key of the cluster until it is forgotten', async () => {
  const { keys, lent } = keysIn();
  expect(await lent.read()).toBeUndefined();
  await lent.remember({ by: 'patroni/node-1', value: null });
  expect([...keys.keys()]).toEqual(['/patroni-swarm/orders/lent/synchronous_node_count']);
  expect(await lent.read()).toEqual({ by: 'patroni/node-1', value: null });
  await lent.forget();
  expect(await lent.read()).toBeUndefined();
});
