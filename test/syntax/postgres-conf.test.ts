import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confLine, parsePostgresConf } from '../../src/syntax/postgres-conf.js';
import { BROKEN, oneLine } from './one-line.js';

test('reads back every value it wrote, whatever the comment says', () => {
  fc.assert(
    fc.property(oneLine, oneLine, (value, comment) => {
      expect(parsePostgresConf(confLine({ name: 'work_mem', value, comment }))).toEqual({
        work_mem: value,
      });
    }),
  );
});

test.each([
  ['4MB', '4MB'],
  ['-1', '-1'],
  ['1.1', '1.1'],
  ['on', 'on'],
  ['', "''"],
  ["it's", "'it''s'"],
  ['a\\b', "'a\\\\b'"],
  ['scram-sha-256', "'scram-sha-256'"],
])('writes %j as %s', (value, text) => {
  expect(confLine({ name: 'x', value })).toBe(`x = ${text}`);
});

test('reads the forms PostgreSQL allows: no equals sign, comments, upper case, the last one wins', () => {
  const text = "# a\nWork_Mem 4MB\n\nwork_mem = '8MB' # b\nsearch_path = 'a\\'b'\n";
  expect(parsePostgresConf(text)).toEqual({ work_mem: '8MB', search_path: "a'b" });
});

test.each(BROKEN)('refuses %j in value and comment', (text) => {
  expect(() => confLine({ name: 'x', value: text })).toThrow();
  expect(() => confLine({ name: 'x', value: '1', comment: text })).toThrow();
});

test('refuses a name that is none', () => {
  expect(() => confLine({ name: "x = 1 'y", value: '1' })).toThrow();
});
