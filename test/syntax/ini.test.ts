import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  connectionString,
  editConnectionString,
  parseConnectionString,
} from '../../src/syntax/connection-string.js';
import { editIniSection, iniSection, parseIni } from '../../src/syntax/ini.js';
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

test('reads a key of any name, one that objects have too', () => {
  const text = '[databases]\n__proto__ = host=h\n[constructor]\na = 1\n';
  expect(Object.entries(parseIni(text))).toEqual([
    ['databases', Object.fromEntries([['__proto__', 'host=h']])],
    ['constructor', { a: '1' }],
  ]);
});

test('writes keys in sorted order', () => {
  expect(iniSection('pgbouncer', { b: 1, a: 2 })).toBe('[pgbouncer]\na = 2\nb = 1\n');
});

test('puts other values into one section and leaves every other byte', () => {
  const text = '; a = 1\n[one]\na = 1\n  "b=c"=1  \n\n[two]\na = 1\n[one]\nd = 2\n';
  const edited = editIniSection(text, 'one', (key, value) => `${key}<${value}>`);
  expect(edited).toBe(
    '; a = 1\n[one]\na = a<1>\n  "b=c"=b=c<1>  \n\n[two]\na = 1\n[one]\nd = d<2>\n',
  );
});

test('puts other values to keywords that are there, not into the text of another', () => {
  const text = "host=h  pool_size=9 connect_query='SET pool_size=9'";
  const edited = editConnectionString(text, { pool_size: 3, min_pool_size: 1 });
  expect(edited).toBe("host=h  pool_size=3 connect_query='SET pool_size=9'");
});

test('an edited file reads back with every key and the new values', () => {
  const key = oneLine.filter((text) => text !== '');
  const value = oneLine.map((text) => text.trim());
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), value, (entries, put) => {
      const edited = editIniSection(iniSection('databases', entries), 'databases', () => put);
      const wanted = Object.fromEntries(Object.keys(entries).map((one) => [one, put]));
      expect(parseIni(edited).databases ?? {}).toEqual(wanted);
    }),
  );
});
