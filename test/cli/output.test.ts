import { expect, test } from 'vitest';
import { columns, seconds } from '../../src/cli/format.js';

test('long times are given in minutes', () => {
  expect([seconds(950), seconds(59_900), seconds(125_000)]).toEqual([
    '0.9 s',
    '59.9 s',
    '2 m 05 s',
  ]);
});

test('columns stand two spaces apart, whatever is in them', () => {
  expect(
    columns([
      ['NODE', 'ROLE'],
      ['pg-node-1', 'leader'],
    ]),
  ).toBe('NODE       ROLE\npg-node-1  leader');
});
