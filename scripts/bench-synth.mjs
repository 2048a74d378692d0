// Prints how long a synth takes: `node` on the compiled app, the `app` command with its build check,
// and one run for 50 clusters. Medians of 5; bars are those of the first issue. Needs no Docker.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RUNS = 5;
const root = resolve(import.meta.dirname, '..');
const printRss =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`rss=${process.resourceUsage().maxRSS}`))';

const one = makeProject(1);
const fifty = makeProject(50);
const app = join(root, 'dist/stacks/main.js');
const { app: appCommand } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8'));

const rows = [
  measure('node on the compiled app', one, ['--import', printRss, app], 0.6),
  measure('app command with its build check', one, ['-e', runShell(appCommand)], 1.1),
  measure('50 clusters', fifty, [app], 1.5),
];
for (const row of rows) process.stdout.write(`${row}\n`);
for (const project of [one, fifty]) rmSync(project, { recursive: true });

function measure(title, cwd, args, barSeconds) {
  const runs = Array.from({ length: RUNS + 1 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${title} ended with ${status}: ${stderr}`);
    return {
      seconds: (performance.now() - start) / 1000,
      rss: Number(/rss=(\d+)/.exec(stderr)?.[1] ?? 0),
    };
  }).slice(1);
  const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const seconds = middle(runs.map((run) => run.seconds)).toFixed(2);
  const rss = middle(runs.map((run) => run.rss));
  const memory = rss > 0 ? `, ${Math.round(rss / 1024)} MB (bar 150 MB)` : '';
  return `synth: ${title}: ${seconds} s (bar ${barSeconds} s)${memory}`;
}

/** The `app` of cdktf.json as cdktf-cli runs it: through a shell. */
function runShell(command) {
  return `process.exit(require('node:child_process').spawnSync(${JSON.stringify(command)},{shell:true,stdio:'ignore'}).status)`;
}

/** A user's project with `clusters` cluster files, their lock and their secrets files. */
function makeProject(clusters) {
  const project = mkdtempSync(join(tmpdir(), 'patroni-swarm-bench-'));
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
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
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
