import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hbaTokens } from '../../src/core/hba-tokens.js';
import { hbaLine, hbaName, hbaText, hbaWord, parseHba } from '../../src/syntax/pg-hba.js';
import { BROKEN, oneLine } from './one-line.js';

const name = oneLine.filter((text) => text !== '');
const plain = (text: string) => [{ text, quoted: false }];

test('PostgreSQL reads the words of every rule as they were meant', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), name, oneLine, (databases, role, base) => {
      const line = hbaLine({
        type: 'host',
        database: databases.map((text) => `"${text}"`),
        user: [`+${role}`],
        address: '10.0.0.0/8',
        method: 'ldap',
        options: [['ldapbasedn', base]],
      });
      expect(hbaTokens(line)).toEqual({
        open: false,
        fields: [
          plain('host'),
          databases.map((text) => ({ text, quoted: true })),
          plain(`+${role}`),
          plain('10.0.0.0/8'),
          plain('ldap'),
          plain(`ldapbasedn=${base}`),
        ],
      });
    }),
  );
});

test('a plain name never becomes a keyword, a list or a pattern', () => {
  const special = /^([+@/]|(all|sameuser|samerole|replication)$)/;
  fc.assert(
    fc.property(name, (text) => {
      const { fields } = hbaTokens(hbaName(text));
      expect(fields).toEqual([[{ text, quoted: expect.any(Boolean) as boolean }]]);
      if (special.test(text)) expect(fields[0]?.[0]?.quoted).toBe(true);
    }),
  );
});

test.each([
  ['all', 'all'],
  ['replication', 'replication'],
  ['"all"', '"all"'],
  ['+readers', '+readers'],
  ['+my readers', '+"my readers"'],
  ['/^app_[0-9]+$', '/"^app_[0-9]+$"'],
  ['my db', '"my db"'],
  ['say "x"', '"say ""x"""'],
])('in the database column %s is written %s', (text, written) => {
  expect(hbaWord(text, 'database')).toBe(written);
});

test('replication is a name like any other where roles stand', () => {
  expect(hbaWord('replication', 'user')).toBe('"replication"');
});

test.each(['all', 'replication', 'sameuser', '+group', '/pattern', 'a,b'])(
  'quotes the name %s, which would mean something else',
  (name) => {
    expect(hbaName(name)).toBe(`"${name}"`);
  },
);

test('reads back the rules of a file, comments and blank lines dropped', () => {
  const rules = ['local all postgres peer', 'host all all all scram-sha-256'];
  expect(parseHba(`# header\n\n${hbaText(rules)}\n`)).toEqual(rules);
});

test.each(BROKEN)('refuses %j', (text) => {
  expect(() => hbaName(text)).toThrow();
  expect(() => hbaText([text])).toThrow();
});

test('refuses a line that would swallow the next one', () => {
  expect(() => hbaText(['local all all peer\\'])).toThrow();
});
