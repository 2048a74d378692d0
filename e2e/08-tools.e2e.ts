import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliMust } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { waitWhole } from './support/cluster.js';
import { record, recordSeconds } from './support/figures.js';
import { projectRoot, SCOPE } from './support/lab-hosts.js';
import { serviceVersions } from './support/services.js';
import { must, run, told } from './support/shell.js';
import { stackDirectory, terraform, terraformEnv, terraformInit } from './support/terraform.js';

const TABLE = 'Tools';
const MINUTE_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'patroni-swarm-e2e-'));
const QUIET_INSTALL = ['install', '--no-audit', '--no-fund', '--no-save'];

beforeAll(() => waitWhole(60));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('plain cdktf', () => {
  const home = join(folder, 'cdktf');
  const cdktf = (args: string[]) =>
    run(process.execPath, [join(home, 'node_modules/cdktf-cli/bundle/bin/cdktf'), ...args], {
      cwd: projectRoot,
      timeoutMs: 10 * MINUTE_MS,
      env: cdktfEnv(),
    });
  const cdktfEnv = () => ({ ...terraformEnv(), CHECKPOINT_DISABLE: '1', CI: '1' });

  beforeAll(async () => {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const args = [...QUIET_INSTALL, 'cdktf-cli@0.21.0'];
    const { seconds } = await must('npm', args, { cwd: home, timeoutMs: 8 * MINUTE_MS });
    recordSeconds(TABLE, 'npm install cdktf-cli', seconds);
  }, 9 * MINUTE_MS);

  test('synth writes the same JSON as our own command', async () => {
    const file = join(stackDirectory, 'cdk.tf.json');
    await cliMust(['synth', SCOPE]);
    const ours = readFileSync(file, 'utf8');
    const ran = await cdktf(['synth']);
    expect(ran.code, told(ran)).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(ours);
    recordSeconds(TABLE, 'cdktf synth', ran.seconds);
  });

  test('diff finds nothing to change', async () => {
    const ran = await cdktf(['diff', SCOPE]);
    expect(ran.code, told(ran)).toBe(0);
    expect(ran.stdout).toContain('No changes');
    recordSeconds(TABLE, 'cdktf diff', ran.seconds);
  });

  test('deploy behind the guard ends well and changes nothing', async () => {
    const before = await serviceVersions();
    const ran = await run('bash', ['examples/guard/deploy.sh', SCOPE], {
      cwd: projectRoot,
      timeoutMs: 10 * MINUTE_MS,
      env: {
        ...cdktfEnv(),
        PATH: `${join(home, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        PATRONI_SWARM: `${process.execPath} ${join(projectRoot, 'dist/src/cli/main.js')}`,
      },
    });
    expect(ran.code, told(ran)).toBe(0);
    expect(ran.stdout).toContain(`${SCOPE}: nothing would change`);
    expect(await serviceVersions()).toEqual(before);
    recordSeconds(TABLE, 'the guard and cdktf deploy with nothing to change', ran.seconds);
  });
});

test(
  'a plan takes little longer than a synth and Terraform alone',
  async () => {
    const file = changedCluster('other-work-mem', (document) => {
      document.setIn(['postgresql', 'parameters', 'work_mem'], '5MB');
    });
    const synth = await cliMust(['synth', file]);
    const alone = await terraform(['plan', '-input=false', '-no-color']);
    expect(alone.code, told(alone)).toBe(0);
    const plan = await cliMust(['plan', file]);
    expect(plan.stdout).toContain('work_mem: 4MB -> 5MB');
    const ratio = plan.seconds / (synth.seconds + alone.seconds);
    recordSeconds(TABLE, 'plan', plan.seconds);
    record({
      table: TABLE,
      what: '  compared with synth and terraform plan',
      value: ratio.toFixed(2),
      number: ratio,
      bar: 1.3,
      note: `${synth.seconds.toFixed(1)} s and ${alone.seconds.toFixed(1)} s`,
    });
    await cliMust(['synth', SCOPE]);
  },
  3 * MINUTE_MS,
);

test('plain terraform applies the synthesised folder', async () => {
  const before = await serviceVersions();
  await terraformInit();
  const ran = await terraform(['apply', '-auto-approve', '-input=false', '-no-color']);
  expect(ran.code, told(ran)).toBe(0);
  expect(ran.stdout).toContain('0 added, 0 changed, 0 destroyed');
  expect(await serviceVersions()).toEqual(before);
  recordSeconds(TABLE, 'terraform apply with nothing to change', ran.seconds);
});
