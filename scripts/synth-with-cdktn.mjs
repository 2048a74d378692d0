// A release check: the living fork of cdktf, installed under cdktf's name, must synthesise the same JSON.
// Needs the npm registry; nothing of the project is changed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeSampleProject } from './sample-project.mjs';

const FORK = 'npm:cdktn@0.24.0';
const root = resolve(import.meta.dirname, '..');
const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const forkFolder = mkdtempSync(join(tmpdir(), 'patroni-swarm-cdktn-'));
const folders = [forkFolder];

try {
  const manifest = {
    private: true,
    dependencies: {
      ...dependencies,
      cdktf: FORK,
      constructs: devDependencies.constructs,
      '@cdktf/provider-docker': devDependencies['@cdktf/provider-docker'],
    },
    overrides: { '@cdktf/provider-docker': { cdktf: '$cdktf' } },
  };
  writeFileSync(join(forkFolder, 'package.json'), JSON.stringify(manifest));
  run(
    'npm',
    ['install', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'],
    forkFolder,
  );
  const archived = synthesise(join(root, 'node_modules'));
  const fork = synthesise(join(forkFolder, 'node_modules'));
  if (archived !== fork) throw new Error('the fork synthesises other JSON than cdktf');
  process.stdout.write(`same JSON from cdktf and ${FORK} (${archived.length} bytes)\n`);
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** The stack's JSON without the version in its metadata. */
function synthesise(nodeModules) {
  const project = makeSampleProject(1, nodeModules);
  folders.push(project);
  run(process.execPath, ['dist/stacks/main.js'], project);
  const stack = JSON.parse(
    readFileSync(join(project, 'cdktf.out/stacks/orders-0/cdk.tf.json'), 'utf8'),
  );
  delete stack['//'].metadata.version;
  return JSON.stringify(stack);
}

function run(program, args, cwd) {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
}
