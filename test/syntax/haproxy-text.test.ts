import fc from 'fast-check';
import { expect, test } from 'vitest';
import { haproxySection, parseHaproxy } from '../../src/syntax/haproxy-text.js';
import { BROKEN, oneLine } from './one-line.js';

test('reads back every word it wrote', () => {
  fc.assert(
    fc.property(fc.array(oneLine, { minLength: 1, maxLength: 4 }), (words) => {
      const text = haproxySection('backend primary', [words]);
      expect(parseHaproxy(text)).toEqual([['backend', 'primary'], words]);
    }),
  );
});

test('splits fixed text at its blanks', () => {
  expect(haproxySection('defaults', ['mode tcp'])).toBe('defaults\n    mode tcp\n');
});

test.each(BROKEN)('refuses %j', (text) => {
  expect(() => haproxySection('defaults', [['mode', text]])).toThrow();
});
