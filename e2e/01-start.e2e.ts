import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClusterView } from '../src/model/cluster-view.js';
import { cliJson } from './support/cli.js';
import { waitWhole } from './support/cluster.js';
import { record, recordSeconds } from './support/figures.js';
import { lab, projectRoot, resultDirectory } from './support/lab-hosts.js';
import { serviceVersions } from './support/services.js';
import { run, told, type Ran } from './support/shell.js';
import { terraform, terraformInit } from './support/terraform.js';

const TABLE = 'Start';
const MINUTE_MS = 60_000;

async function npmStart(name: string): Promise<Ran> {
  const ran = await run('npm', ['start'], { cwd: projectRoot, timeoutMs: 25 * MINUTE_MS });
  writeFileSync(join(resultDirectory, `${name}.txt`), `${ran.stderr}\n${ran.stdout}\n`);
  expect(ran.code, told(ran)).toBe(0);
  return ran;
}

test(
  'npm start ends with three members streaming, one of them synchronously',
  { timeout: 26 * MINUTE_MS },
  async () => {
    const ran = await npmStart('npm-start');
    recordSeconds(TABLE, 'npm start from what was there', ran.seconds, 12 * 60);
    for (const [, title = '', took = ''] of ran.stderr.matchAll(/^✔ (.+) \((.+)\)$/gm)) {
      record({ table: TABLE, what: `  ${title}`, value: took });
    }
    await waitWhole(30);
    const view = await cliJson<ClusterView>(['status', 'lab']);
    const roles = view.members.map(({ role }) => role).sort();
    expect(view).toMatchObject({ up: true, reasons: [] });
    expect(roles).toEqual(['leader', 'replica', 'sync_standby']);
    expect(ran.stdout).toContain(lab.nodes[0].address);
  },
);

test('npm start again changes nothing and says so', async () => {
  const before = await serviceVersions();
  const ran = await npmStart('npm-start-again');
  recordSeconds(TABLE, 'npm start with nothing changed', ran.seconds, 60);
  expect(`${ran.stdout}${ran.stderr}`).toMatch(/no(thing)? chang/i);
  expect(await serviceVersions()).toEqual(before);
});

test('plain terraform finds nothing to change, twice', async () => {
  await terraformInit();
  for (const time of ['first', 'second']) {
    const plan = await terraform(['plan', '-detailed-exitcode', '-input=false', '-no-color']);
    expect(plan.code, `${time} plan: ${told(plan)}`).toBe(0);
    recordSeconds(TABLE, `terraform plan, ${time} time`, plan.seconds);
  }
});
