import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defineCluster } from '../../config/define-cluster.js';
import { listClusterFiles } from '../../config/find-clusters.js';
import { readClusterFile } from '../../config/load.js';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { UserError } from '../../src/core/problem.js';
import { readCluster, validateClusterFiles } from '../../src/model/read-cluster.js';
import { clusterInput } from '../fixtures/clusters.js';

let root: string;
const ORDERS = 'config/clusters/orders.yaml';
const COMMON = 'config/bases/common.yaml';

const write = (file: string, ...lines: string[]): string => {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `format: 1\n${lines.join('\n')}\n`);
  return path;
};
const places = (path: string) =>
  validateClusterFiles([path]).map(({ code, at, source }) => {
    const file = source?.file.slice(root.length + 1);
    return `${file}:${source?.line}:${source?.column} ${at} ${code}`;
  });
const NODES = 'nodes: [{ name: a, memory: 32GB, cpus: 8 }]';
const RPO = 'availability: { rpo: 1MB }';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'extends-'));
  writeFileSync(join(root, 'cdktf.json'), '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('maps are merged key by key, lists are replaced whole', () => {
  write(COMMON, NODES, RPO, 'swarm: { lab: true, managers: [ssh://a, ssh://b] }');
  const file = write(ORDERS, 'scope: orders', 'extends: common', 'swarm: { managers: [ssh://c] }');
  expect(readCluster(file)).toMatchObject({
    scope: 'orders',
    swarm: { lab: true, managers: ['ssh://c'] },
    availability: { rpo: '1MB' },
  });
});

test('of three files the nearest wins, and each value knows the file that says it', () => {
  write('config/bases/company.yaml', 'haproxy: { maxconn: 100, read_port: 7001 }', NODES, RPO);
  write(COMMON, 'extends: ./company.yaml', 'haproxy: { maxconn: 200, stats_port: 7002 }');
  const file = write(ORDERS, 'scope: o', 'extends: common', 'haproxy: { stats_port: 7003 }');
  const { readable, positions } = readClusterFile(file);
  expect(readable?.haproxy).toMatchObject({ maxconn: 200, read_port: 7001, stats_port: 7003 });
  const saidIn = (key: string) => positions.ofValue(key).file.slice(root.length + 1);
  expect(saidIn('haproxy.maxconn')).toBe(COMMON);
  expect(saidIn('haproxy.read_port')).toBe('config/bases/company.yaml');
  expect(saidIn('haproxy.stats_port')).toBe(ORDERS);
  expect(saidIn('nodes[0].memory')).toBe('config/bases/company.yaml');
});

test('the place of a list that is replaced by an alias is not looked for in the base', () => {
  write(COMMON, NODES, 'databases: [{ name: x, owner: y }]');
  const lines = ['swarm: { managers: &list [1] }', 'databases: *list'];
  const file = write(ORDERS, 'scope: orders', 'extends: common', ...lines);
  expect(places(file)).toContain(`${ORDERS}:5:1 databases[0] WRONG_TYPE`);
});

test('mistakes of a base and of what is put on it are reported together, each where it is written', () => {
  write(COMMON, 'swarm: { lab: true }', NODES, RPO, 'patroni:', '  dcs: { ttl: 5, tll: 30 }');
  const file = write(ORDERS, 'scope: Orders', 'extends: common', 'patroni: { dcs: { ttl: 24 } }');
  expect(places(file)).toEqual([
    `${COMMON}:6:15 patroni.dcs.ttl OUT_OF_RANGE`,
    `${COMMON}:6:18 patroni.dcs.tll UNKNOWN_KEY`,
    `${ORDERS}:2:8 scope BAD_FORMAT`,
  ]);
});

test('a rule that reads values of two files points at the one that breaks it', () => {
  write(COMMON, 'swarm: { lab: true }', NODES, RPO, 'patroni: { dcs: { ttl: 24 } }');
  const file = write(ORDERS, 'scope: orders', 'extends: common', 'availability: { rto: normal }');
  expect(places(file)).toEqual([`${COMMON}:5:24 patroni.dcs.ttl HA_TTL_TOO_SHORT`]);
});

test('while a base is missing, only what is surely wrong is reported', () => {
  const file = write(ORDERS, 'scope: orders', 'extends: comon', 'protect: maybe');
  write(COMMON, NODES);
  expect(places(file)).toEqual([
    `${ORDERS}:3:10 extends BASE_NOT_FOUND`,
    `${ORDERS}:4:10 protect WRONG_TYPE`,
  ]);
  expect(validateClusterFiles([file])[0]).toMatchObject({ fix: 'write common' });
});

test('a base is no cluster', () => {
  write(COMMON, NODES);
  const file = write(ORDERS, 'scope: orders', 'extends: common');
  expect(listClusterFiles(root)).toEqual([file]);
});

test('two files that take their scope from one base are told apart at their own extends', () => {
  write(COMMON, 'scope: shared', 'swarm: { lab: true }', NODES, RPO);
  const first = write(ORDERS, 'extends: common');
  const second = write('config/clusters/billing.yaml', 'extends: common');
  expect(() => readCluster(first, [second])).toThrow('DUPLICATE_SCOPE');
  const [problem] = validateClusterFiles([first, second]);
  expect(problem).toMatchObject({ code: 'DUPLICATE_SCOPE', source: { file: second, line: 2 } });
});

test('a link leads out of the project no more than a path does', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'base.yaml'), 'format: 1\n');
  mkdirSync(join(root, 'config', 'bases'), { recursive: true });
  symlinkSync(join(outside, 'base.yaml'), join(root, COMMON));
  const file = write(ORDERS, 'scope: orders', 'extends: common');
  expect(places(file)).toEqual([`${ORDERS}:3:10 extends BASE_OUTSIDE_PROJECT`]);
  rmSync(outside, { recursive: true });
});

test('a base that is no file is a problem like any other', () => {
  mkdirSync(join(root, COMMON), { recursive: true });
  const file = write(ORDERS, 'scope: orders', 'extends: common');
  expect(places(file)).toEqual([`${ORDERS}:3:10 ${join(root, COMMON)} FILE_UNREADABLE`]);
});

test('maps that contain themselves are refused in time', () => {
  const loop = ['patroni: &a { dcs: *a, b: *a, c: *a }'];
  write(COMMON, ...loop);
  const file = write(ORDERS, 'scope: orders', 'extends: common', ...loop);
  expect(places(file)).toContain(`${ORDERS}:4:24 patroni.b UNKNOWN_KEY`);
});

test('a cluster in TypeScript has no file to build on', () => {
  const input = { ...clusterInput(), extends: 'common' } as ClusterInput;
  expect(() => defineCluster(input)).toThrow(UserError);
});
