import { mkdtempSync, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  loadClusterConfig,
  parseClusterFile,
  positionsOf,
  readClusterFile,
} from '../../config/load.js';
import { formatProblem, UserError } from '../../src/core/problem.js';
import { validFixtures } from '../fixtures/clusters.js';

const folder = mkdtempSync(join(tmpdir(), 'load-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(content: string | Uint8Array): string {
  const file = join(folder, 'orders.yaml');
  writeFileSync(file, content);
  return file;
}

const codes = (path: string) => readClusterFile(path).problems.map(({ code }) => code);

test('fills in defaults and keeps the keys and units of the file', () => {
  const minimal = validFixtures().find((file) => file.endsWith('minimal.yaml')) ?? '';
  const config = loadClusterConfig(minimal);
  expect(config).toMatchObject({
    protect: true,
    availability: { rto: 'normal', rpo: 'zero' },
    etcd: { 'quota-backend-bytes': '4GB' },
  });
  expect(positionsOf(config)?.ofValue('nodes[1].memory')).toMatchObject({ line: 6, column: 27 });
});

test('a file with problems is thrown as a UserError that holds them all', () => {
  const load = () => loadClusterConfig(written('format: 1\nscope: Orders\nnodes: 3\n'));
  expect(load).toThrow(UserError);
  expect(codes(written('format: 1\nscope: Orders\nnodes: 3\n'))).toEqual([
    'BAD_FORMAT',
    'WRONG_TYPE',
  ]);
});

test('what cannot be read is a problem, whatever it is', () => {
  mkdirSync(join(folder, 'sub'));
  expect(codes(join(folder, 'none.yaml'))).toEqual(['FILE_UNREADABLE']);
  expect(codes(join(folder, 'sub'))).toEqual(['FILE_UNREADABLE']);
  expect(codes('/dev/null')).toEqual(['FILE_UNREADABLE']);
  expect(codes(written('x'.repeat(1_000_000)))).toEqual(['FILE_TOO_LARGE']);
  expect(codes(written('a\0b'))).toHaveLength(1);
});

test('bytes that are not UTF-8 are reported with their line', () => {
  const bytes = Buffer.concat([Buffer.from('format: 1\nscope: "gr'), Buffer.from([0xfc, 0x0a])]);
  expect(readClusterFile(written(bytes)).problems).toMatchObject([
    { code: 'FILE_NOT_TEXT', source: { line: 2 } },
  ]);
});

test('a byte order mark and Windows line ends move no position', () => {
  const text = '\uFEFFformat: 1\r\nscope: orders\r\nnodse: []\r\n';
  const { problems } = readClusterFile(written(text));
  expect(problems).toMatchObject([{ at: 'nodse', source: { line: 3, column: 1 } }]);
});

test.each(['[', '{a: ', '- '])('nesting as deep as the file may be (%s) ends in time', (open) => {
  const file = written(open.repeat(Math.floor((64 * 1024) / open.length)));
  const start = process.cpuUsage();
  expect(new Set(codes(file))).toEqual(new Set(['YAML_SYNTAX']));
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});

test('as many keys as the file may hold are read in time', () => {
  const text = Array.from({ length: 9_000 }, (_, index) => `k${index}:`).join('\n');
  const start = process.cpuUsage();
  expect(codes(written(text))).toContain('UNKNOWN_KEY');
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});

test('a list that contains itself is refused like any other wrong value', () => {
  const { problems } = parseClusterFile('format: &me [*me]\n', 'orders.yaml');
  expect(problems.map(({ code }) => code)).toContain('NOT_ALLOWED_VALUE');
});

test('a value cannot steer the terminal that shows it', () => {
  const { problems } = parseClusterFile('scope: "\\e[31m\\u009b\\u202e"\n', 'orders.yaml');
  const shown = problems.map(formatProblem).join('\n');
  expect(shown).toContain('u001b');
  expect(shown).not.toMatch(/[^\P{C}\n]/u);
});
