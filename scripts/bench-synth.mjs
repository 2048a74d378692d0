// Prints how long a synth takes: `node` on the compiled app, the `app` command with its build check,
// and one run for 50 clusters. Medians of 5; bars are those of the first issue. Needs no Docker.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeSampleProject } from './sample-project.mjs';

const RUNS = 5;
const root = resolve(import.meta.dirname, '..');
const printRss =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`rss=${process.resourceUsage().maxRSS}`))';

const one = makeSampleProject(1);
const fifty = makeSampleProject(50);
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
