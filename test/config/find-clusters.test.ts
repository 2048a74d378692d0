import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  filesBeside,
  findClusterFile,
  findProjectRoot,
  listClusterFiles,
} from '../../config/find-clusters.js';
import { readCluster, validateClusterFiles } from '../../src/model/read-cluster.js';

let root: string;
const clusters = () => join(root, 'config', 'clusters');
const add = (name: string, scope = 'orders') => {
  const nodes = 'nodes: [{ name: a, memory: 4GB, cpus: 1 }]\navailability: { rpo: 1MB }';
  writeFileSync(
    join(clusters(), name),
    `format: 1\nscope: ${scope}\nswarm: { lab: true }\n${nodes}\n`,
  );
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'project-'));
  writeFileSync(join(root, 'cdktf.json'), '{}');
  mkdirSync(clusters(), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('the root is the nearest folder with a cdktf.json', () => {
  expect(findProjectRoot(clusters())).toBe(root);
  expect(() => findProjectRoot('/')).toThrow('NO_PROJECT');
});

test('a cluster is named by its file, by a path, or not at all if it is the only one', () => {
  add('orders.yaml');
  writeFileSync(join(clusters(), 'orders.secrets.json'), '{}');
  const orders = join(clusters(), 'orders.yaml');
  expect(findClusterFile('orders', root)).toBe(orders);
  expect(findClusterFile(relative(process.cwd(), orders), '/')).toBe(orders);
  expect(findClusterFile(undefined, root)).toBe(orders);
});

test('with several clusters one must be named, and a name that is near is offered', () => {
  add('orders.yaml');
  add('billing.yml', 'billing');
  expect(listClusterFiles(root)).toHaveLength(2);
  expect(() => findClusterFile(undefined, root)).toThrow('CLUSTER_NOT_NAMED');
  expect(() => findClusterFile('bilings', root)).toThrow(/CLUSTER_NOT_FOUND[^]*write billing/);
});

test('two files with one scope are refused at the second', () => {
  add('a.yaml');
  add('b.yaml');
  expect(validateClusterFiles(listClusterFiles(root))).toMatchObject([
    { code: 'DUPLICATE_SCOPE', at: 'scope', source: { file: join(clusters(), 'b.yaml'), line: 2 } },
  ]);
});

test('a cluster is not opened while another file of the project has its scope', () => {
  add('a.yaml');
  add('b.yaml', 'billing');
  const first = join(clusters(), 'a.yaml');
  expect(readCluster(first, listClusterFiles(root))).toMatchObject({ scope: 'orders' });
  add('b.yaml', 'orders');
  expect(() => readCluster(first, listClusterFiles(root))).toThrow('DUPLICATE_SCOPE');
});

test('a changed copy outside the folder may have the scope of the file it stands for', () => {
  add('orders.yaml');
  const orders = join(clusters(), 'orders.yaml');
  expect(filesBeside(orders, root)).toEqual([orders]);
  expect(filesBeside(join(root, 'orders.yaml'), root)).toEqual([]);
});
