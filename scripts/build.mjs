// Compiles what changed; silent when all is well.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [join('node_modules', 'typescript', 'bin', 'tsc'), '-b'],
  { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' },
);
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(1);
}
