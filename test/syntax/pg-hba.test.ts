import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hbaFields, hbaLine, hbaName, hbaText, parseHba } from '../../src/syntax/pg-hba.js';
import { BROKEN, oneLine } from './one-line.js';

test('reads back the fields of every rule it wrote', () => {
  const name = oneLine.filter((text) => text !== '');
  fc.assert(
    fc.property(name, name, (database, user) => {
      const rule = { address: '10.0.0.0/8', method: 'scram-sha-256' };
      const line = hbaLine({
        ...rule,
        type: 'host',
        database: hbaName(database),
        user: hbaName(user),
      });
      expect(hbaFields(line)).toEqual(['host', database, user, rule.address, rule.method]);
    }),
  );
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
