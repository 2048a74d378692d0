import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SECRET_NAMES } from '../../src/model/names.js';
import { recordSeconds } from '../support/figures.js';
import { projectRoot } from '../support/lab-hosts.js';
import { must, run, told } from '../support/shell.js';

const TABLE = 'The library';
const MINUTE_MS = 60_000;
const QUIET_INSTALL = ['install', '--no-audit', '--no-fund', '--no-save'];
const folder = mkdtempSync(join(tmpdir(), 'patroni-swarm-library-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(
  'the packed library synthesises in an app of its own',
  async () => {
    const app = join(folder, 'app');
    const packed = await must(
      'npm',
      ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder],
      {
        cwd: projectRoot,
        timeoutMs: 2 * MINUTE_MS,
      },
    );
    const tarball = join(folder, packed.stdout.trim().split('\n').at(-1) ?? '');
    cpSync(join(projectRoot, 'examples/cdktf-app'), app, { recursive: true });
    const dependencies = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    dependencies.dependencies['patroni-swarm'] = `file:${tarball}`;
    writeFileSync(join(app, 'package.json'), JSON.stringify(dependencies));
    writeInputs(app, 'orders');
    const installed = await must('npm', QUIET_INSTALL, { cwd: app, timeoutMs: 5 * MINUTE_MS });
    recordSeconds(TABLE, 'npm install of the example app', installed.seconds);
    await must('npm', ['run', '-s', 'synth'], { cwd: app, timeoutMs: 2 * MINUTE_MS });
    const stack = readFileSync(join(app, 'cdktf.out/stacks/orders/cdk.tf.json'), 'utf8');
    expect(Object.keys((JSON.parse(stack) as { resource: object }).resource).sort()).toEqual([
      'docker_config',
      'docker_network',
      'docker_service',
    ]);
  },
  10 * MINUTE_MS,
);

test(
  'the living fork of cdktf synthesises the same JSON',
  async () => {
    const ran = await run('node', ['scripts/synth-with-cdktn.mjs'], {
      cwd: projectRoot,
      timeoutMs: 5 * MINUTE_MS,
    });
    expect(ran.code, told(ran)).toBe(0);
    recordSeconds(TABLE, 'synth with cdktn, its install included', ran.seconds);
  },
  6 * MINUTE_MS,
);

/** What `images push` and `secrets init` would have written. */
function writeInputs(project: string, scope: string): void {
  const tiers = ['etcd', 'patroni', 'haproxy', 'pgbouncer', 'agent'];
  const image = (tier: string) => `registry.example/${tier}:1@sha256:${'a'.repeat(64)}`;
  const lock = {
    format: 1,
    toolVersion: '0.1.0',
    platform: 'linux/amd64',
    images: Object.fromEntries(tiers.map((tier) => [tier, image(tier)])),
  };
  const secret = (name: string) => ({
    name: `${scope}-${name}-g1`,
    generation: 1,
    id: 'a'.repeat(25),
  });
  const secrets = Object.fromEntries(SECRET_NAMES.map((name) => [name, secret(name)]));
  writeFileSync(join(project, 'config/images.lock.json'), JSON.stringify(lock));
  writeFileSync(
    join(project, `config/clusters/${scope}.secrets.json`),
    JSON.stringify({ format: 1, scope, secrets }),
  );
}
