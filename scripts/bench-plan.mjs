// Prints how long `plan` takes to explain a plan that touches 200 settings, as a user runs it on what
// `terraform show -json` printed: medians of 5. Needs no Docker; the plan is a real one of the lab with its
// settings exchanged.
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const RUNS = 5;
const SETTINGS = 200;
const BAR_SECONDS = 0.5;
const root = resolve(import.meta.dirname, '..');
const { settingsOf } = await import(join(root, 'dist/src/model/catalogue/catalogue.js'));

const plan = JSON.parse(readFileSync(join(root, 'test/fixtures/plans/reloads.json'), 'utf8'));
const names = [...settingsOf(17).values()]
  .filter(
    ({ type, context }) => ['bool', 'integer', 'real'].includes(type) && context !== 'internal',
  )
  .map(({ name, type }) => ({ name, values: type === 'bool' ? ['off', 'on'] : ['1', '2'] }))
  .slice(0, SETTINGS);
for (const { address, change } of plan.resource_changes) {
  if (!address.includes('-reconciler-postgresql-')) continue;
  for (const [index, side] of [change.before, change.after].entries()) {
    if (side) side.data = Buffer.from(lines(index)).toString('base64');
  }
}
const input = JSON.stringify(plan);

const main = join(root, 'dist/src/cli/main.js');
const all = median(() => {
  const args = [main, 'plan', '-', '--format', 'json'];
  const options = { cwd: root, input, encoding: 'utf8', maxBuffer: 2 ** 26 };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  const explained = names.filter(({ name }) => stdout.includes(`parameters.${name}"`)).length;
  if (explained === SETTINGS) return;
  throw new Error(`plan ended with ${status}, ${explained} settings explained: ${stderr}`);
});
const start = median(() => {
  spawnSync(process.execPath, [main, '--version'], { cwd: root });
});
process.stdout.write(
  `plan: ${SETTINGS} settings explained: ${(all - start).toFixed(2)} s (bar ${BAR_SECONDS} s) ` +
    `beyond the program's own start of ${start.toFixed(2)} s\n`,
);

function median(work) {
  const seconds = Array.from({ length: RUNS + 1 }, () => {
    const began = performance.now();
    work();
    return (performance.now() - began) / 1000;
  }).slice(1);
  return seconds.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
}

function lines(side) {
  return names.map(({ name, values }) => `${name} = ${values[side]}\n`).join('');
}
