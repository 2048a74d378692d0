import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A project with a lock file, and an npm that only notes what it was asked. */
function project() {
  const root = mkdtempSync(join(tmpdir(), 'deps-'));
  mkdirSync(join(root, 'scripts'));
  cpSync('scripts/ensure-deps.mjs', join(root, 'scripts', 'ensure-deps.mjs'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  const calls = join(root, 'calls');
  const npm = join(root, 'npm-cli.cjs');
  writeFileSync(
    npm,
    `const fs = require('node:fs');
     fs.mkdirSync('node_modules', { recursive: true });
     fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
     process.exitCode = Number(process.env.FAKE_STATUS ?? 0);`,
  );
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'ensure-deps.mjs')], {
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });
  return { root, npm, calls, start };
}

test('installs once for a lock file, development dependencies too', () => {
  const { calls, npm, start } = project();
  expect(start({ npm_execpath: npm, NODE_ENV: 'production' }).status).toBe(0);
  expect(start({ npm_execpath: npm }).status).toBe(0);
  expect(readFileSync(calls, 'utf8')).toBe('ci --include=dev\n');
});

test('installs again when the lock file has changed', () => {
  const { root, calls, npm, start } = project();
  start({ npm_execpath: npm });
  writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
  start({ npm_execpath: npm });
  expect(readFileSync(calls, 'utf8').split('\n').filter(Boolean)).toHaveLength(2);
});

test('an install that fails is not taken for done', () => {
  const { root, npm, start } = project();
  expect(start({ npm_execpath: npm, FAKE_STATUS: '1' }).status).toBe(1);
  expect(existsSync(join(root, 'node_modules', '.installed-lock'))).toBe(false);
});

test('says what to type where npm did not start it', () => {
  const { status, stderr } = project().start({});
  expect(status).toBe(1);
  expect(stderr).toContain('DEPENDENCIES_NOT_INSTALLED');
});
