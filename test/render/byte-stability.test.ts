import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { App } from 'cdktf';
import { expect, test } from 'vitest';
import { parseClusterFile } from '../../config/load.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { ClusterInputs } from '../../src/model/cluster-inputs.js';
import { SECRET_NAMES } from '../../src/model/names.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { listFiles, renderAll } from '../../src/render/render-all.js';
import { ClusterStack } from '../../stacks/cluster-stack.js';
import { shippedFiles, validFixtures } from '../fixtures/clusters.js';
import { rewritten } from '../fixtures/rewritten.js';

const WRITINGS = 12;
const files = [...validFixtures(), ...shippedFiles()].map(
  (file) => [basename(file), file] as const,
);

test.each(files)('%s: however it is written, every rendered byte is the same', (_, file) => {
  const text = readFileSync(file, 'utf8');
  const expected = rendered(read(text, file));
  for (let seed = 1; seed <= WRITINGS; seed += 1) {
    const other = rewritten(text, seed);
    expect(other).not.toBe(text);
    expect(rendered(read(other, file)), other).toEqual(expected);
  }
});

// A synth takes a quarter of a second: the file with every key and one with few.
const synthesisedFiles = files.filter(([name]) => /every-key|minimal/.test(name));

test.each(synthesisedFiles)('%s: however it is written, every resource is the same', (_, file) => {
  const text = readFileSync(file, 'utf8');
  const expected = synthesised(read(text, file));
  expect(expected).toContain('docker_service');
  for (let seed = 1; seed <= 2; seed += 1) {
    expect(synthesised(read(rewritten(text, seed), file))).toBe(expected);
  }
});

test('a value that differs is seen', () => {
  const file = join(dirname(validFixtures()[0] ?? ''), 'minimal.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('cpus: 8 }', 'cpus: 4 }');
  expect(rendered(read(changed, file))).not.toEqual(rendered(read(text, file)));
  expect(synthesised(read(changed, file))).not.toBe(synthesised(read(text, file)));
});

function read(text: string, file: string): ClusterConfig {
  const { config, problems } = parseClusterFile(text, file);
  expect(problems, text).toEqual([]);
  if (!config) throw new Error(`${file} holds no cluster`);
  return config;
}

function rendered(config: ClusterConfig): Record<string, string> {
  const all = listFiles(renderAll(resolveCluster(config)));
  return Object.fromEntries([...all].map(([path, { text }]) => [path, text]));
}

function synthesised(config: ClusterConfig): string {
  const app = new App({ stackTraces: false });
  const stack = new ClusterStack(app, { config, inputs });
  stack.prepareStack();
  return JSON.stringify(stack.toTerraform(), null, 1);
}

const image = (tier: string) => `registry.example/${tier}:1@sha256:${'a'.repeat(64)}`;
const inputs: ClusterInputs = {
  images: {
    format: 1,
    toolVersion: '0.1.0',
    platform: 'linux/amd64',
    images: {
      etcd: image('etcd'),
      patroni: image('patroni'),
      haproxy: image('haproxy'),
      pgbouncer: image('pgbouncer'),
      agent: image('agent'),
    },
  },
  secrets: {
    format: 1,
    scope: 'orders',
    secrets: Object.fromEntries(
      SECRET_NAMES.map((name) => [name, { name, generation: 1, id: 'a'.repeat(25) }]),
    ) as ClusterInputs['secrets']['secrets'],
  },
};
