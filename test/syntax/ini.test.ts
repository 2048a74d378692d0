import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionString, parseConnectionString } from '../../src/syntax/connection-string.js';
import { iniSection, parseIni } from '../../src/syntax/ini.js';
import { BROKEN, oneLine } from './one-line.js';

test('reads back every key and value it wrote', () => {
  const key = oneLine.filter((text) => text !== '');
  const value = oneLine.map((text) => text.trim());
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (entries) => {
      expect(parseIni(iniSection('pgbouncer', entries)).pgbouncer ?? {}).toEqual(entries);
    }),
  );
});

test('reads back a connection string, quotes and blanks included', () => {
  fc.assert(
    fc.property(oneLine, oneLine, (host, dbname) => {
      const entries = { host, dbname };
      expect(parseConnectionString(connectionString(entries))).toEqual(entries);
    }),
  );
});

describe.each(BROKEN)('refuses %j', (text) => {
  test('in a value', () => {
    expect(() => iniSection('pgbouncer', { auth_user: text })).toThrow();
  });
  test('in a key', () => {
    expect(() => iniSection('databases', { [text]: 'x' })).toThrow();
  });
  test('in a connection string', () => {
    expect(() => connectionString({ host: text })).toThrow();
  });
});

test('refuses a value whose outer blanks PgBouncer would drop', () => {
  expect(() => iniSection('pgbouncer', { auth_user: 'x ' })).toThrow();
});

test('writes keys in sorted order', () => {
  expect(iniSection('pgbouncer', { b: 1, a: 2 })).toBe('[pgbouncer]\na = 2\nb = 1\n');
});
