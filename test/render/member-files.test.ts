import { expect, test } from 'vitest';
import { etcdSchema } from '../../config/schema/etcd.js';
import { renderedText, renderedYaml } from './rendered.js';

test('patroni.yml is the identity of one member', () => {
  const tags = { nofailover: true };
  const nodes = ['a', 'b', 'c'].map((name) => ({ name, memory: '32GB', cpus: 8 }));
  const [first = { name: 'a', memory: '32GB', cpus: 8 }, ...others] = nodes;
  expect(
    renderedYaml('patroni/a/patroni.yml', { nodes: [...others, { ...first, tags }] }),
  ).toMatchObject({
    scope: 'orders',
    name: 'a',
    tags,
    etcd3: { hosts: ['orders-etcd-a:2379', 'orders-etcd-b:2379', 'orders-etcd-c:2379'] },
    restapi: { connect_address: 'orders-patroni-a:8008' },
    postgresql: {
      connect_address: 'orders-patroni-a:5432',
      bin_name: { postgres: 'postgres-locked' },
    },
    watchdog: { mode: 'off' },
  });
});

test('no cluster-wide parameter stands in a member file: it would override the shared one', () => {
  const { postgresql } = renderedYaml('patroni/a/patroni.yml') as {
    postgresql: Record<string, unknown>;
  };
  expect(postgresql.parameters).toEqual({ unix_socket_directories: '/var/run/postgresql' });
  expect(Object.keys(postgresql)).not.toContain('pg_hba');
});

test('programs are those of the major version', () => {
  const patroni = `registry.example.org/patroni:pg16@sha256:${'a'.repeat(64)}`;
  const own = { postgresql: { version: 16 as const }, images: { patroni } };
  expect(renderedYaml('patroni/a/patroni.yml', own)).toMatchObject({
    postgresql: { bin_dir: '/usr/lib/postgresql/16/bin' },
  });
});

test('a cluster-wide change touches no file of a member', () => {
  const postgresql = { parameters: { work_mem: '32MB' }, pg_hba: ['host all all all reject'] };
  const databases = [{ name: 'other', owner: 'other_owner' }];
  for (const file of ['patroni/a/patroni.yml', 'etcd/a/etcd.conf', 'haproxy/haproxy.cfg']) {
    expect(renderedText(file, { postgresql, databases })).toBe(renderedText(file));
  }
});

test('etcd.conf names every member once and answers /livez on its own port', () => {
  expect(renderedYaml('etcd/b/etcd.conf')).toMatchObject({
    name: 'b',
    'initial-cluster': ['a', 'b', 'c'].map((n) => `${n}=http://orders-etcd-${n}:2380`).join(','),
    'advertise-client-urls': 'http://orders-etcd-b:2379',
    'initial-advertise-peer-urls': 'http://orders-etcd-b:2380',
    'listen-metrics-urls': 'http://0.0.0.0:2381',
    'enable-grpc-gateway': true,
  });
});

test('a key of etcd that is set stands in its file, sizes in bytes, and no other key does', () => {
  const etcd = { 'max-request-bytes': '2MB', 'pre-vote': false, 'max-wals': 3 };
  const file = renderedYaml('etcd/a/etcd.conf', { etcd }) as Record<string, unknown>;
  expect(file).toMatchObject({ ...etcd, 'max-request-bytes': 2097152 });
  const added = Object.keys(file).filter((key) => !(key in etcd));
  expect(added).toEqual(Object.keys(renderedYaml('etcd/a/etcd.conf') as object));
});

test('no key of the cluster file can take the place of an address or path of etcd', () => {
  const ours = Object.keys(renderedYaml('etcd/a/etcd.conf') as object);
  const fixed = ours.filter((key) => /name$|dir|urls|cluster$|state|outputs|gateway/.test(key));
  expect(fixed).toHaveLength(12);
  expect(fixed.filter((key) => key in etcdSchema.shape)).toEqual([]);
});
