import { expect, test } from 'vitest';
import { clusterSchema } from '../../config/schema/cluster.js';
import { rules } from '../../src/model/rules/index.js';
import { invalidFixtures } from '../fixtures/clusters.js';

/** `CODE line:column key.path`. */
const expected = invalidFixtures().flatMap((one) => one.expected.map((row) => row.split(' ')));
const codes = new Set(expected.map(([code]) => code));
const sections = expected.map(([, , at = '']) => at.split(/[.[]/)[0]);

const SHAPE_CODES = [
  'BAD_FORMAT',
  'DUPLICATE_KEY',
  'MISSING_KEY',
  'NOT_ALLOWED_VALUE',
  'OUT_OF_RANGE',
  'UNKNOWN_KEY',
  'WRONG_TYPE',
  'YAML_SYNTAX',
];

test.each([...SHAPE_CODES, ...rules.map(({ code }) => code)])(
  'a file in test/fixtures/invalid is refused with %s',
  (code) => {
    expect(codes).toContain(code);
  },
);

test.each(Object.keys(clusterSchema.shape))('a file has a mistake in %s', (section) => {
  expect(sections).toContain(section);
});

test('a hundred files are refused, and more', () => {
  expect(invalidFixtures().length).toBeGreaterThanOrEqual(100);
});
