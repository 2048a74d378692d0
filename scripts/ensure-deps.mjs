// Installs the locked dependencies when they are not the installed ones. Node's own modules only:
// this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const marker = join(root, 'node_modules', '.installed-lock');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (installed() !== wanted) install();

function installed() {
  try {
    return readFileSync(marker, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function install() {
  const npm = process.env.npm_execpath;
  if (!npm || !basename(npm).startsWith('npm')) fail('npm did not start this script');
  console.error('Installing the locked dependencies (npm ci) ...');
  // Output goes to stderr: the command that follows may print JSON on stdout.
  const { status, error } = spawnSync(process.execPath, [npm, 'ci', '--include=dev'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) fail(error ? error.message : 'npm ci failed, see above');
  // `npm ci` removes node_modules first, so the marker exists only after a whole install.
  writeFileSync(marker, `${wanted}\n`);
}

function fail(got) {
  console.error(
    [
      'dependencies [DEPENDENCIES_NOT_INSTALLED]',
      `  got   ${got}`,
      '  need  the dependencies of package-lock.json in node_modules',
      '  why   nothing else can run before they are there',
      `  fix   run \`npm ci --include=dev\` in ${root}, then the command again through npm`,
    ].join('\n'),
  );
  process.exit(1);
}
