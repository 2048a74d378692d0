import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * A user's project in a temporary folder: the compiled app, `clusters` cluster files, image lock and
 * secrets files. For benchmarks and release checks.
 */
export function makeSampleProject(clusters, nodeModules = join(root, 'node_modules')) {
  const project = mkdtempSync(join(tmpdir(), 'patroni-swarm-sample-'));
  const folder = join(project, 'config/clusters');
  mkdirSync(folder, { recursive: true });
  // Copies with their times, so that the build check finds nothing to build, as in a real project.
  for (const name of [
    'cdktf.json',
    'tsconfig.json',
    'package.json',
    'config/schema',
    'constructs',
    'stacks',
    'src',
    'lab',
    'dist',
  ])
    cpSync(join(root, name), join(project, name), { recursive: true, preserveTimestamps: true });
  for (const name of readdirSync(join(root, 'config')).filter((file) => file.endsWith('.ts')))
    cpSync(join(root, 'config', name), join(project, 'config', name), { preserveTimestamps: true });
  symlinkSync(nodeModules, join(project, 'node_modules'));
  const digest = 'a'.repeat(64);
  const images = Object.fromEntries(
    ['etcd', 'patroni', 'haproxy', 'pgbouncer', 'agent'].map((tier) => [
      tier,
      `registry.example/${tier}:1@sha256:${digest}`,
    ]),
  );
  const lock = { format: 1, toolVersion: '0.1.0', platform: 'linux/amd64', images };
  writeFileSync(join(project, 'config/images.lock.json'), JSON.stringify(lock));
  const yaml = readFileSync(join(root, 'config/clusters/production.yaml'), 'utf8');
  for (let index = 0; index < clusters; index += 1) {
    const scope = `orders-${index}`;
    const secrets = Object.fromEntries(
      ['patroni', 'postgres', 'roles', 'userlist', 'haproxy-stats'].map((name) => [
        name,
        { name: `${scope}-${name}-g1`, generation: 1, id: 'a'.repeat(25) },
      ]),
    );
    writeFileSync(
      join(folder, `${scope}.yaml`),
      yaml.replace('scope: production', `scope: ${scope}`),
    );
    writeFileSync(
      join(folder, `${scope}.secrets.json`),
      JSON.stringify({ format: 1, scope, secrets }),
    );
  }
  return project;
}
