import { expect, test } from 'vitest';
import { decode, encode } from '../../src/live/etcd-gateway.js';
import { etcdStoreBy } from '../../src/live/etcd.js';
import { publishedLeader } from '../../src/live/published-leader.js';

function leaderOf(keys: Readonly<Record<string, string>>) {
  const call = (_: string, body: object) => {
    const key = 'key' in body ? String(body.key) : '';
    const value = keys[decode(key)];
    return Promise.resolve(value === undefined ? {} : { kvs: [{ key, value: encode(value) }] });
  };
  return publishedLeader(etcdStoreBy(call), '/service/orders/');
}

const member = JSON.stringify({ conn_url: 'postgres://10.0.1.7:5432/postgres', role: 'primary' });

test('says who leads and where, as Patroni publishes it', async () => {
  const keys = { '/service/orders/leader': 'pg-2', '/service/orders/members/pg-2': member };
  expect(await leaderOf(keys)).toEqual({ name: 'pg-2', host: '10.0.1.7', port: 5432 });
});

test('says nobody where there is no leader, or it is not listed', async () => {
  expect(await leaderOf({})).toBeUndefined();
  expect(await leaderOf({ '/service/orders/leader': 'pg-2' })).toBeUndefined();
});
