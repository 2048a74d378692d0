import { expect, test } from 'vitest';
import { formatProblem, UserError } from '../../src/core/problem.js';

const problem = {
  code: 'HA_TTL_TOO_SHORT',
  at: 'patroni.dcs.ttl',
  got: '20',
  need: '30 or more',
  fix: 'set ttl to 30',
  source: { file: 'orders.yaml', line: 14, column: 10 },
};

test('prints place, key, code and one row for each part that is there', () => {
  expect(formatProblem(problem)).toBe(
    [
      'orders.yaml:14:10 patroni.dcs.ttl [HA_TTL_TOO_SHORT]',
      '  got   20',
      '  need  30 or more',
      '  fix   set ttl to 30',
    ].join('\n'),
  );
});

test('text of several lines stays under its row; control characters are shown, not obeyed', () => {
  const text = formatProblem({ ...problem, got: 'one\ntwo\u001b[2J\u009b' });
  expect(text).toContain('  got   one\n        two\\u001b[2J\\u009b\n');
});

test('the message of a UserError is all its problems', () => {
  expect(new UserError([problem, problem]).message.match(/HA_TTL/g)).toHaveLength(2);
});
