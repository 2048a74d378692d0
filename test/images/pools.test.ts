import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MOUNTED = '/etc/pgbouncer/pgbouncer.ini';

/** What PgBouncer and its guard are started with if this is what `agent.mjs fit-pools` does. */
async function started(fitPools: string): Promise<{ pgbouncer: string; guard: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'pools-'));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\ncd ${folder}\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  writeFileSync(join(folder, 'fitted.ini'), '');
  // `-s KILL SECONDS`: five there, a tenth here.
  const timeout = execFileSync('which', ['timeout'], { encoding: 'utf8' }).trim();
  program('timeout', `shift 3; exec ${timeout} -s KILL 0.1 "$@"`);
  program(
    'node',
    `case "$3" in
       fit-pools) ${fitPools} ;;
       guard-pools) echo "$4" > guard.new; mv guard.new guard; exec sleep 60 ;;
     esac`,
  );
  // It ends as PgBouncer's container does: only once its guard was started.
  program('pgbouncer', 'echo "$1" > pgbouncer.args; while ! [ -e guard ]; do sleep 0.02; done');
  const script = spawn('sh', ['images/pgbouncer/pools'], {
    env: { PATH: `${folder}:${process.env.PATH}` },
    stdio: 'ignore',
    // A group of its own: the guard's loop must end with the test.
    detached: true,
  });
  await new Promise((resolve) => script.once('exit', resolve));
  if (script.pid !== undefined) process.kill(-script.pid, 'SIGKILL');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  return { pgbouncer: read('pgbouncer.args'), guard: read('guard') };
}

test('PgBouncer starts with the file that fits, and its guard is told which', async () => {
  const { guard, pgbouncer } = await started('echo "$PWD/fitted.ini"');
  expect(existsSync(pgbouncer)).toBe(true);
  expect(guard).toBe(pgbouncer);
});

test.each([
  ['fails', `echo '{"ok":false}'; exit 1`],
  ['dies', 'kill -9 $$'],
  ['names a file that is not there', 'echo /nowhere/pgbouncer.ini'],
  ['says nothing', ':'],
  ['hangs', 'exec sleep 60'],
])('PgBouncer starts with the mounted file if the agent %s', async (_, fitPools) => {
  expect(await started(fitPools)).toEqual({ pgbouncer: MOUNTED, guard: MOUNTED });
});
