import { expect, test } from 'vitest';
import { clusterFileSchema } from '../../config/schema/cluster.js';
import { keysOf, schemaAt } from '../../config/schema-tree.js';
import { isTlsKey } from '../../config/tls-keys.js';

test.each([
  'client-transport-security',
  'peer-transport-security',
  'cert-file',
  'peer-key-file',
  'client-cert-auth',
  'trusted-ca-file',
  'ssl',
  'ssl_ca_file',
  'server_tls_sslmode',
  'client_tls_cert_file',
  'tls',
])('%s is a key of TLS', (key) => {
  expect(isTlsKey(key)).toBe(true);
});

test.each(['', 'etcd', 'haproxy', 'pgbouncer', 'postgresql', 'patroni'])(
  'no key of %s is taken for one of TLS',
  (section) => {
    const schema = schemaAt(clusterFileSchema, section === '' ? [] : [section]);
    expect(keysOf(schema).filter(isTlsKey)).toEqual([]);
    expect(keysOf(schema).length).toBeGreaterThan(3);
  },
);
