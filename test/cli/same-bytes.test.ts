import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { SECRET_NAMES } from '../../src/model/names.js';
import { validFixtures } from '../fixtures/clusters.js';
import { repositoryRoot } from '../source-files.js';

const everyKey = validFixtures().find((file) => basename(file) === 'every-key.yaml') ?? '';

/** Two machines: where the project lies, where the user stands, time zone, language. */
const machines = [
  { project: makeProject(), below: '.', env: { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' } },
  {
    project: makeProject(),
    below: 'config/clusters',
    env: { TZ: 'Asia/Kolkata', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
  },
];

afterAll(() => {
  for (const { project } of machines) rmSync(project, { recursive: true });
});

test('render prints the same bytes in another folder, time zone and language', async () => {
  const [one, other] = await Promise.all(
    machines.map(async ({ project, below, env }) => {
      const main = join(repositoryRoot, 'dist/src/cli/main.js');
      const run = execa('node', [main, 'render', 'orders'], { cwd: join(project, below), env });
      return (await run).stdout;
    }),
  );
  expect(one).toContain('scope: orders');
  expect(other).toBe(one);
});

test('synth writes the same bytes in another folder, time zone and language', async () => {
  const [one, other] = await Promise.all(
    machines.map(async ({ project, env }) => {
      await execa('node', [join(repositoryRoot, 'dist/stacks/main.js')], { cwd: project, env });
      return readFileSync(join(project, 'cdktf.out/stacks/orders/cdk.tf.json'), 'utf8');
    }),
  );
  expect(one).toContain('docker_service');
  expect(other).toBe(one);
});

function makeProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'patroni-swarm-bytes-'));
  const clusters = join(project, 'config/clusters');
  mkdirSync(clusters, { recursive: true });
  writeFileSync(join(project, 'cdktf.json'), '{}');
  cpSync(everyKey, join(clusters, 'orders.yaml'));
  const image = `registry.example/tier:1@sha256:${'a'.repeat(64)}`;
  const tiers = ['etcd', 'patroni', 'haproxy', 'pgbouncer', 'agent'];
  const images = Object.fromEntries(tiers.map((tier) => [tier, image]));
  const lock = { format: 1, toolVersion: '0.1.0', platform: 'linux/amd64', images };
  writeFileSync(join(project, 'config/images.lock.json'), JSON.stringify(lock));
  const secrets = Object.fromEntries(
    SECRET_NAMES.map((name) => [name, { name, generation: 1, id: 'a'.repeat(25) }]),
  );
  const manifest = { format: 1, scope: 'orders', secrets };
  writeFileSync(join(clusters, 'orders.secrets.json'), JSON.stringify(manifest));
  return project;
}
