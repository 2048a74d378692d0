import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isUnfinishedClone, removeUnfinishedClone } from '../../src/live/unfinished-clone.js';

let pgdata = '';

beforeEach(() => {
  pgdata = mkdtempSync(join(tmpdir(), 'pgdata-'));
});
afterEach(() => {
  rmSync(pgdata, { recursive: true });
});

function fill(...files: readonly string[]): void {
  mkdirSync(join(pgdata, 'global'), { recursive: true });
  for (const file of files) writeFileSync(join(pgdata, file), 'x');
}

test('a clone that was broken off is emptied, and the directory stays', () => {
  fill('backup_label', 'PG_VERSION', 'global/1260');
  expect(isUnfinishedClone(pgdata)).toBe(true);
  removeUnfinishedClone(pgdata);
  expect(readdirSync(pgdata)).toEqual([]);
});

test.each([
  ['a server’s data', ['PG_VERSION', 'global/pg_control']],
  ['a finished clone that no server started on', ['backup_label', 'global/pg_control']],
  ['data that lost its control file: it may be the only copy', ['PG_VERSION', 'backup_label.old']],
  ['an initdb that was broken off', ['PG_VERSION', 'global/1260']],
])('%s is never touched', (_, files) => {
  fill(...files);
  expect(isUnfinishedClone(pgdata)).toBe(false);
  expect(() => {
    removeUnfinishedClone(pgdata);
  }).toThrow(/no unfinished clone/);
  for (const file of files) expect(existsSync(join(pgdata, file))).toBe(true);
});

test('a directory that is not there is no clone', () => {
  expect(isUnfinishedClone(join(pgdata, 'none'))).toBe(false);
});
