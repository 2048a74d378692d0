// Prints how long `validate` takes for the 100 cluster files of a project, as a user runs it: median
// of 5. Needs no Docker.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeSampleProject } from './sample-project.mjs';

const RUNS = 5;
const CLUSTERS = 100;
const BAR_SECONDS = 2;
const BAR_MB = 150;
const main = join(resolve(import.meta.dirname, '..'), 'dist/src/cli/main.js');
const printUsage =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`usage=${JSON.stringify(process.resourceUsage())}`))';

const project = makeSampleProject(CLUSTERS);
const runs = Array.from({ length: RUNS + 1 }, () => {
  const start = performance.now();
  const args = ['--import', printUsage, main, 'validate'];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 || !stdout.includes(`${CLUSTERS} `)) {
    throw new Error(`validate ended with ${status}: ${stdout}${stderr}`);
  }
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(/usage=(.*)/.exec(stderr)[1]);
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}).slice(1);
rmSync(project, { recursive: true });

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = middle(runs.map((run) => run.seconds));
const cpuSeconds = middle(runs.map((run) => run.cpuSeconds));
const megabytes = Math.round(middle(runs.map((run) => run.megabytes)));
process.stdout.write(
  `validate: ${CLUSTERS} cluster files: ${seconds.toFixed(2)} s (bar ${BAR_SECONDS} s), ` +
    `${cpuSeconds.toFixed(2)} s of CPU, ${megabytes} MB (bar ${BAR_MB} MB)\n`,
);
