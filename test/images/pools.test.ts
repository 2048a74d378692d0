import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { paths } from '../../src/model/paths.js';

/** What PgBouncer is started with, and what stands in its file then, if this is what `agent.mjs fit-pools` does. */
async function started(fitPools: string): Promise<{ file: string; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'pools-'));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\ncd ${folder}\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const mounted = join(folder, 'mounted.ini');
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(mounted, 'mounted');
  writeFileSync(
    join(folder, 'pools'),
    readFileSync('images/pgbouncer/pools', 'utf8')
      .replaceAll(paths.pgbouncerIni, mounted)
      .replaceAll(paths.pgbouncerFittedIni, file),
  );
  // `-s KILL SECONDS`: five there, a tenth here.
  const timeout = execFileSync('which', ['timeout'], { encoding: 'utf8' }).trim();
  program('timeout', `shift 3; exec ${timeout} -s KILL 0.1 "$@"`);
  program(
    'node',
    `case "$3" in
       fit-pools) ${fitPools} ;;
       guard-pools) touch guard; exec sleep 60 ;;
     esac`,
  );
  // It ends as PgBouncer's container does: only once its guard was started.
  program(
    'pgbouncer',
    'echo "$1" > argument; cp "$1" read.ini; while ! [ -e guard ]; do sleep 0.02; done',
  );
  const script = spawn('sh', [join(folder, 'pools')], {
    env: { PATH: `${folder}:${process.env.PATH}` },
    stdio: 'ignore',
    // A group of its own: the guard's loop must end with the test.
    detached: true,
  });
  await new Promise((resolve) => script.once('exit', resolve));
  if (script.pid !== undefined) process.kill(-script.pid, 'SIGKILL');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  expect(read('argument')).toBe(file);
  return { file, text: read('read.ini') };
}

test('PgBouncer starts with the pools that fit', async () => {
  const { text } = await started('echo fitted > pgbouncer.ini');
  expect(text).toBe('fitted');
});

test.each([
  ['fails', `echo '{"ok":false}'; exit 1`],
  ['dies', 'kill -9 $$'],
  ['does nothing', ':'],
  ['hangs', 'exec sleep 60'],
])('PgBouncer starts with what it was given if the agent %s', async (_, fitPools) => {
  const { file, text } = await started(fitPools);
  expect(text).toBe('mounted');
  // Where its guard writes what fits, once it is known.
  expect(readFileSync(file, 'utf8')).toBe('mounted');
});
