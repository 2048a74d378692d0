import { expect, test } from 'vitest';
import { isAtLeast } from '../../lab/terraform-binary.js';

test.each([
  ['1.11.4', true],
  ['1.5.0', true],
  ['2.0.0', true],
  ['1.4.9', false],
  ['0.15.5', false],
  ['not a version', false],
])('compares versions by number, not by text: %s', (version, expected) => {
  expect(isAtLeast(version, 1, 5)).toBe(expected);
});
