import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseYamlText, yamlText } from '../../src/syntax/yaml-text.js';
import { BROKEN, oneLine } from './one-line.js';

test('reads back every value it wrote', () => {
  const leaf = fc.oneof(oneLine, fc.integer(), fc.boolean());
  const key = fc.stringMatching(/^[a-z_-]{1,8}$/);
  const value = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(value, (written) => {
      expect(parseYamlText(yamlText(written))).toEqual(written);
    }),
  );
});

test.each(['on', 'off', 'y', 'no', '1:30', '010', '1_000', '2001-01-01', '~', '=', '1e3', ''])(
  'quotes the text %j, which PyYAML would read as something else',
  (text) => {
    expect(yamlText({ value: text })).toBe(`value: '${text}'\n`);
  },
);

test('writes the text <<, which PyYAML would take for a merge', () => {
  expect(yamlText({ value: '<<' })).toBe("value: !!str '<<'\n");
  expect(parseYamlText(yamlText({ value: '<<' }))).toEqual({ value: '<<' });
});

test('sorts keys, folds no line and repeats equal objects', () => {
  const long = 'word '.repeat(40).trim();
  const shared = { b: 1, a: long };
  const text = `a: ${long}\nb: 1\n`.replaceAll(/^/gm, '  ').trimEnd();
  expect(yamlText({ right: shared, left: shared })).toBe(`left:\n${text}\nright:\n${text}\n`);
});

test.each(BROKEN)('refuses %j', (text) => {
  expect(() => yamlText({ value: text })).toThrow();
});
