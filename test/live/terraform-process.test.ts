import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/problem.js';
import { terraformFailed } from '../../src/live/terraform-problems.js';
import { runTerraform } from '../../src/live/terraform-process.js';

/** Runs `program` in Terraform's place, which starts a provider that says its process id. */
function run(program: string, signal = new AbortController().signal) {
  const said: string[] = [];
  const provider = `
    const { spawn } = require('node:child_process');
    const provider = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log(provider.pid);
    ${program}`;
  const ended = runTerraform(
    {
      directory: process.cwd(),
      binary: process.execPath,
      env: { PATH: process.env['PATH'] },
      report: (line) => said.push(line),
      signal,
    },
    ['-e', provider],
  );
  return { ended, said };
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await sleep(100);
  }
  return false;
}

test('a provider does not outlive a Terraform that was killed', async () => {
  const { ended, said } = run(`process.kill(process.pid, 'SIGKILL')`);
  expect(terraformFailed('apply', await ended).problems).toMatchObject([
    { code: 'TERRAFORM_FAILED', got: expect.stringContaining('ended by SIGKILL') as string },
  ]);
  expect(await isGone(Number(said[0]))).toBe(true);
});

test('an abort interrupts Terraform once, and waits for its end', async () => {
  const abort = new AbortController();
  const { ended, said } = run(
    `let interrupts = 0;
    process.on('SIGINT', () => {
      interrupts += 1;
      setTimeout(() => { console.log('interrupts ' + interrupts); process.exit(1); }, 300);
    });
    console.log('ready'); setInterval(() => {}, 1000);`,
    abort.signal,
  );
  for (let tries = 0; tries < 100 && !said.includes('ready'); tries += 1) await sleep(50);
  abort.abort();
  expect(await ended).toMatchObject({ exitCode: 1 });
  expect(said.at(-1)).toBe('interrupts 1');
});

test('a state that another holds is told with its holder and the way out', () => {
  const detail = `resource temporarily unavailable
Lock Info:
  ID:        0b3ea96a-9bd5
  Path:      ../../../.lab/state/lab.tfstate
  Operation: OperationTypeApply
  Who:       ci@runner
  Created:   2026-11-25 22:00:00 UTC`;
  const diagnostic = {
    severity: 'error',
    summary: 'Error acquiring the state lock',
    detail,
  } as const;
  const message = { type: 'diagnostic', '@message': '', diagnostic };
  const error = terraformFailed('plan', {
    exitCode: 1,
    stdout: '',
    messages: [message],
    plainLines: [],
  });
  expect(error).toBeInstanceOf(UserError);
  expect(error.problems).toMatchObject([
    {
      code: 'STATE_LOCKED',
      got: 'ID: 0b3ea96a-9bd5\nOperation: OperationTypeApply\nWho: ci@runner\nCreated: 2026-11-25 22:00:00 UTC',
      fix: expect.stringContaining('force-unlock 0b3ea96a-9bd5') as string,
    },
  ]);
});
