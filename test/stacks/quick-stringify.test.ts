import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, it } from 'vitest';

type Stringify = (value: unknown, options: { space: number }) => string;

const require = createRequire(createRequire(import.meta.url).resolve('cdktf'));
// Before ours takes its place.
const original = require('json-stable-stringify') as Stringify;
const { stableStringify } = await import('../../stacks/quick-stringify.js');

it('writes what json-stable-stringify writes', () => {
  const full = fc.jsonValue().filter((value) => !differs(value));
  fc.assert(
    fc.property(full, (value) => {
      expect(stableStringify(value, { space: 2 })).toBe(original(value, { space: 2 }));
    }),
  );
});

it('leaves out what is undefined', () => {
  const value = { b: 1, a: { y: undefined, x: ['ä\n'] } };
  expect(stableStringify(value, { space: 2 })).toBe(original(value, { space: 2 }));
});

/** There alone: the library breaks the line inside of `{}` and `[]`, and numbers as keys come first here. */
function differs(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const items = Object.values(value);
  const numbered = !Array.isArray(value) && Object.keys(value).some((key) => /^\d+$/.test(key));
  return items.length === 0 || numbered || items.some(differs);
}
