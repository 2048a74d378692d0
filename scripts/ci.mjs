// Runs every check of the project and ends with `N passed, N failed`.
// The first step installs the locked dependencies by itself, as for any user.
// A step counts as one, the tests of a vitest run by their number; a skipped test is a failed one.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers';
import { stripVTControlCharacters } from 'node:util';

const reports = mkdtempSync(join(tmpdir(), 'patroni-swarm-ci-'));
const MINUTE = 60_000;
const GRACE = 10_000;

/** `vitest`: where the step writes vitest's JSON report. */
const unit = { title: 'unit tests', command: ['npm', 'test'], vitest: 'unit', minutes: 15 };
const servers = [
  {
    title: 'settings on real servers',
    command: ['npm', 'run', 'test:postgres'],
    vitest: 'postgres',
    minutes: 15,
  },
  {
    title: 'the packed library',
    command: ['npm', 'run', 'e2e:library'],
    vitest: 'library',
    minutes: 15,
  },
];
const sources = [
  { title: 'lint', command: ['npm', 'run', 'lint'], minutes: 10 },
  { title: 'types', command: ['npm', 'run', 'typecheck'], minutes: 5 },
  { title: 'format', command: ['npm', 'run', 'format:check'], minutes: 5 },
  { title: '5,000 broken files', command: ['npm', 'run', 'fuzz'], vitest: 'fuzz', minutes: 10 },
];
const figures = [
  { title: 'validate benchmark', command: ['npm', 'run', '-s', 'bench:validate'], minutes: 5 },
  { title: 'synth benchmark', command: ['npm', 'run', '-s', 'bench:synth'], minutes: 5 },
  { title: 'plan page in a browser', command: ['npm', 'run', '-s', 'test:html'], minutes: 5 },
  { title: 'plan benchmark', command: ['npm', 'run', '-s', 'bench:plan'], minutes: 5 },
];
const lab = [
  { title: 'end to end on the lab', command: ['npm', 'run', 'e2e'], vitest: 'e2e', minutes: 75 },
  {
    title: 'lab taken down',
    command: ['npm', 'run', 'stop', '--', '--volumes', '--yes'],
    minutes: 5,
  },
];

/** One after another; the chains of a stage run side by side, and nothing beside what is timed. */
const stages = [[[unit]], [servers, sources], [figures], [lab]];

let passed = 0;
let failed = 0;
const rows = [];
const failures = [];

for (const chains of stages) {
  const quiet = chains.length > 1;
  await Promise.all(chains.map((steps) => runChain(steps, quiet)));
}

// Last of all, so that whoever sees only the end of the output knows what broke.
const summary = [...rows, ...failures, '', `${passed} passed, ${failed} failed`];
process.stdout.write(`\n${summary.join('\n')}\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function runChain(steps, quiet) {
  for (const step of steps) await runStep(step, quiet);
}

/** @param quiet - shows the output when the step has ended: others run beside it */
async function runStep({ title, command, vitest, minutes }, quiet) {
  const start = Date.now();
  const report = vitest && join(reports, `${vitest}.json`);
  const reporters = ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const headline = `\n=== ${title}: ${command.join(' ')}\n`;
  if (!quiet) process.stdout.write(headline);
  const { status, output } = await run(report ? [...command, ...reporters] : command, {
    quiet,
    minutes,
  });
  if (quiet) process.stdout.write(`${headline}${output}`);
  const counts = report ? readTests(report) : { passed: 0, failed: 0, failures: [] };
  const stepFailed = status !== 0 && counts.failed === 0 ? 1 : 0;
  passed += counts.passed + (report || status !== 0 ? 0 : 1);
  failed += counts.failed + stepFailed;
  failures.push(...counts.failures);
  rows.push(
    `${status === 0 ? 'ok  ' : 'FAIL'}  ${title} (${Math.round((Date.now() - start) / 1000)} s)`,
  );
}

function run([program, ...args], { quiet, minutes }) {
  const child = spawn(program, args, {
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    // A run by hand sees what a pipeline sees: some programs print otherwise there.
    env: { ...process.env, CI: 'true' },
    timeout: minutes * MINUTE,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: undefined, output: `${output}${error}\n` }));
    child.once('close', (status) => resolve({ status, output }));
    // What a step leaves running holds its output open: nobody waits for that.
    child.once('exit', () => {
      const letGo = () => [child.stdout, child.stderr].forEach((stream) => stream?.destroy());
      setTimeout(letGo, GRACE).unref();
    });
  });
}

function readTests(report) {
  try {
    const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: numPassedTests,
      failed: numTotalTests - numPassedTests,
      failures: testResults.flatMap(failuresOfFile),
    };
  } catch {
    return { passed: 0, failed: 1, failures: [`      no report: ${report}`] };
  }
}

/** One line per test that did not pass: its file, its name, the reason. */
function failuresOfFile({ name, message, assertionResults }) {
  const file = relative(process.cwd(), name);
  const ofHooks = message ? [`      ${file}: ${shorten(message)}`] : [];
  const ofTests = assertionResults
    .filter(({ status }) => status !== 'passed')
    .map((test) => {
      const reason = test.failureMessages?.[0] ?? test.status;
      return `      ${file}: ${test.fullName}: ${shorten(reason)}`;
    });
  return [...ofHooks, ...ofTests];
}

/** What was expected, and the last words of a program that failed; no stack. */
function shorten(reason) {
  const lines = stripVTControlCharacters(reason)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at .+:\d+:\d+\)?$/.test(line));
  const [first = '', ...rest] = lines.map((line) => line.slice(0, 200));
  return [first, ...rest.slice(-6)].join(' | ');
}
