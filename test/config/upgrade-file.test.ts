import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isMap } from 'yaml';
import { expect, test } from 'vitest';
import { type FormatStep, formatSteps, newestFormat } from '../../config/format-steps.js';
import { clusterSchema } from '../../config/schema/cluster.js';
import { upgradeFile } from '../../config/upgrade-file.js';
import { UserError } from '../../src/core/problem.js';
import { shippedFiles, validFixtures } from '../fixtures/clusters.js';

/** As a later release could have it: a key is renamed. */
const renamed: FormatStep = {
  from: 1,
  changes: ['etcd.snapshot-count is now etcd.snapshots'],
  apply(document) {
    const etcd = document.get('etcd');
    if (!isMap(etcd)) return;
    for (const { key } of etcd.items) {
      const scalar = key as { value: unknown };
      if (scalar.value === 'snapshot-count') scalar.value = 'snapshots';
    }
  },
};

const folder = mkdtempSync(join(tmpdir(), 'upgrade-file-'));

function written(text: string): string {
  const path = join(folder, 'orders.yaml');
  writeFileSync(path, text);
  return path;
}

const ORDERS = `# yaml-language-server: $schema=../schema.json
format: 1 # of the keys
scope: orders

# The store
etcd:
  # fewer files
  snapshot-count: 5000 # a tenth
`;

test.each([...shippedFiles(), ...validFixtures()].map((path) => [basename(path), path] as const))(
  '%s has the newest format and stays as it is, byte for byte',
  (_, path) => {
    const { changes, from, text, to } = upgradeFile(path);
    expect({ changes, from, to }).toEqual({ changes: [], from: 1, to: 1 });
    expect(text).toBe(readFileSync(path, 'utf8'));
  },
);

test('the schema reads the newest format', () => {
  const { success } = clusterSchema.shape.format.safeParse(newestFormat(formatSteps));
  expect(success).toBe(true);
});

test('an older format is rewritten with its comments, and a second time nothing changes', () => {
  const upgraded = upgradeFile(written(ORDERS), [renamed]);
  expect(upgraded).toMatchObject({ from: 1, to: 2, changes: renamed.changes });
  expect(upgraded.text).toBe(
    ORDERS.replace('format: 1', 'format: 2').replace('snapshot-count', 'snapshots'),
  );
  const again = upgradeFile(written(upgraded.text), [renamed]);
  expect(again).toMatchObject({ from: 2, changes: [], text: upgraded.text });
});

test.each([
  ['format: 2', 'FORMAT_UNKNOWN', '2 (a number)'],
  ['format: 0', 'FORMAT_UNKNOWN', '0 (a number)'],
  ["format: '1'", 'FORMAT_UNKNOWN', '"1" (text)'],
  ['scope: orders', 'MISSING_KEY', 'nothing'],
  ['- format: 1', 'MISSING_KEY', 'nothing'],
  ['format: [', 'YAML_SYNTAX', 'the end of a block'],
])('%s is refused with one error', (text, code, got) => {
  expect(problemsOf(`${text}\n`)).toMatchObject([{ code, got }]);
});

test('the error stands where the format does, and says which release is needed', () => {
  expect(problemsOf('scope: orders\nformat: 7\n')).toMatchObject([
    { source: { line: 2, column: 9 }, fix: 'use that release, or a later one' },
  ]);
});

function problemsOf(text: string): readonly unknown[] {
  try {
    upgradeFile(written(text));
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems;
  }
}
