import { expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { allFiles, folderOf, importsOf, shippedFiles } from './source-files.js';

const BEFORE_LIVE = ['src/core', 'src/model', 'src/syntax'];

/** Which folder may import which (design notes, section 2); every folder may import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/syntax': ['src/core'],
  config: ['src/core'],
  'src/model': ['src/core', 'config'],
  'src/render': ['src/core', 'src/model', 'src/syntax'],
  'src/documents': ['src/core', 'config', 'src/model'],
  constructs: ['src/core', 'config', 'src/model', 'src/render'],
  stacks: ['src/core', 'config', 'src/model', 'src/render', 'constructs'],
  'src/plan': BEFORE_LIVE,
  'src/live': ['src/core'],
  'src/handover': ['src/core', 'src/model', 'src/live'],
  'src/interlock': ['src/core', 'src/model', 'src/live', 'src/handover'],
  'src/pools': [...BEFORE_LIVE, 'src/live'],
  'src/reconciler': [...BEFORE_LIVE, 'src/live', 'src/handover'],
  'src/drift': [...BEFORE_LIVE, 'src/live', 'src/plan', 'src/reconciler'],
  'src/verify': [...BEFORE_LIVE, 'src/live'],
  'src/ops': [...BEFORE_LIVE, 'src/live', 'src/handover'],
  'src/agent': [
    'src/core',
    'src/model',
    'src/live',
    'src/handover',
    'src/interlock',
    'src/pools',
    'src/reconciler',
    'src/drift',
    'src/verify',
    'src/ops',
  ],
  'src/cli': [
    ...BEFORE_LIVE,
    'config',
    'src/render',
    'src/plan',
    'src/live',
    'src/interlock',
    'src/reconciler',
    'src/drift',
    'src/verify',
    'src/ops',
    'src/agent',
    'lab',
  ],
  lab: ['src/core', 'src/live'],
};

const CDKTF = /^(cdktf|constructs|@cdktf\/[^/]+)(\/|$)/;
const MAY_USE_CDKTF = ['constructs', 'stacks'];
const MOST_LINES = 250;

const isOurs = (imported: string) => Object.hasOwn(MAY_IMPORT, folderOf(imported));

test('every folder with code has a row in the table', () => {
  const folders = new Set(shippedFiles().map(({ path }) => folderOf(path)));
  expect([...folders].filter((folder) => !Object.hasOwn(MAY_IMPORT, folder))).toEqual([]);
});

test('imports point one way: each folder imports only what its row allows', () => {
  const wrong = shippedFiles().flatMap((file) => {
    const from = folderOf(file.path);
    return importsOf(file)
      .filter((imported) => imported.includes('/') && isOurs(imported))
      .filter((imported) => folderOf(imported) !== from)
      .filter((imported) => !MAY_IMPORT[from]?.includes(folderOf(imported)))
      .map((imported) => `${file.path} -> ${imported}`);
  });
  expect(wrong).toEqual([]);
});

test('only constructs and stacks import cdktf', () => {
  const wrong = shippedFiles()
    .filter(({ path }) => !MAY_USE_CDKTF.includes(folderOf(path)))
    .filter((file) => importsOf(file).some((imported) => CDKTF.test(imported)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test('what a synth loads gets zod from the one place that loads it quickly', () => {
  const wrong = shippedFiles()
    .filter(({ path }) => ['config', 'src/model'].includes(folderOf(path)))
    .filter(({ text }) => /^import (?!type ).* from 'zod/m.test(text))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test('a file has one job: 250 lines or fewer', () => {
  const long = allFiles()
    .map(({ path, text }) => `${path}: ${text.split('\n').length - 1}`)
    .filter((line) => Number(line.split(': ')[1]) > MOST_LINES);
  expect(long).toEqual([]);
});

test('a member resolves its peers on the data network, whose name sorts first', () => {
  const scopes = ['a', 'orders', 'z-9'];
  for (const scope of scopes) expect(names.dataNetwork(scope) < names.dcsNetwork(scope)).toBe(true);
});
