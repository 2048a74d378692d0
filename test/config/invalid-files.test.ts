import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/problem.js';
import { readCluster, validateClusterFiles } from '../../src/model/read-cluster.js';
import { invalidFixtures, validFixtures } from '../fixtures/clusters.js';

test.each(invalidFixtures().map((one) => [basename(one.file), one] as const))(
  '%s: every mistake has its code, line, column and key',
  (_, { file, expected }) => {
    const found = validateClusterFiles([file]).map(
      ({ code, at, source }) => `${code} ${source?.line}:${source?.column} ${at}`,
    );
    expect(found).toEqual(expected);
    expect(expected).not.toEqual([]);
  },
);

test.each(validFixtures().map((file) => [basename(file), file] as const))(
  '%s has no problem',
  (_, file) => {
    expect(validateClusterFiles([file])).toEqual([]);
  },
);

test('one run reports ten mistakes of shape and of rules together', () => {
  const ten = invalidFixtures().find(({ file }) => file.endsWith('ten-mistakes.yaml'));
  const problems = problemsOf(ten?.file ?? '');
  expect(problems).toHaveLength(10);
  expect(problems).toEqual(expect.arrayContaining(['DUPLICATE_NODE', 'UNKNOWN_KEY']));
});

function problemsOf(file: string): string[] {
  try {
    readCluster(file);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}
