import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

const networks = (data: string, dcs: string) =>
  problemsOf({ swarm: { lab: true, networks: { data, dcs } } }).map(({ code }) => code);

test('subnets that share an address are refused, neighbours are not', () => {
  expect(networks('10.88.0.0/24', '10.88.1.0/24')).toEqual([]);
  expect(networks('10.88.0.0/23', '10.88.1.0/24')).toEqual(['SUBNET_OVERLAP']);
  expect(networks('10.88.1.128/25', '10.0.0.0/8')).toEqual(['SUBNET_OVERLAP']);
  expect(networks('10.88.0.200/24', '10.88.0.0/25')).toEqual(['SUBNET_OVERLAP']);
  expect(networks('192.168.0.0/25', '192.168.0.128/25')).toEqual([]);
});

test('host ports are used once, and the one the user wrote is named', () => {
  expect(problemsOf({ haproxy: { write_port: 6432 } })).toMatchObject([
    { code: 'PORT_COLLISION', at: 'haproxy.write_port', got: '6432, the port of pgbouncer.port' },
  ]);
  expect(problemsOf({ pgbouncer: { port: 2377 } })).toMatchObject([{ code: 'PORT_COLLISION' }]);
  const swapped = { write_port: 5433, read_port: 5432 };
  expect(problemsOf({ haproxy: swapped })).toEqual([]);
});

test('only the lab can do without managers', () => {
  expect(problemsOf({ swarm: {} })).toMatchObject([{ code: 'MANAGERS_MISSING' }]);
  expect(problemsOf({ swarm: { lab: true } })).toEqual([]);
});

test('a state has one home', () => {
  const backend = { s3: { bucket: 'a' }, http: { address: 'https://state' } };
  expect(problemsOf({ terraform: { backend } })).toMatchObject([{ code: 'ONE_BACKEND' }]);
  expect(problemsOf({ terraform: { backend: {} } })).toMatchObject([{ code: 'ONE_BACKEND' }]);
  expect(problemsOf({ terraform: { backend: { s3: { bucket: 'a' } } } })).toEqual([]);
});
