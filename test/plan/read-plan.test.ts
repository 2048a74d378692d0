import { expect, test } from 'vitest';
import { UserError } from '../../src/core/problem.js';
import { MOST_BYTES } from '../../src/plan/plan-json.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { alteredPlan, planBytes } from './plans.js';

function codeOf(bytes: Uint8Array): string | undefined {
  try {
    readPlan(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.problems[0]?.code;
    throw error;
  }
}

const whole = planBytes('reloads');

test.each([
  ['nothing', new Uint8Array(), 'PLAN_UNREADABLE'],
  ['half a plan', whole.subarray(0, whole.length / 2), 'PLAN_UNREADABLE'],
  ['a plan file itself', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 'PLAN_UNREADABLE'],
  ['JSON of another kind', Buffer.from('{"Version":1}'), 'PLAN_UNREADABLE'],
  ['a list', Buffer.from('[1,2,3]'), 'PLAN_UNREADABLE'],
  ['a later major of the format', Buffer.from('{"format_version":"2.0"}'), 'PLAN_UNREADABLE'],
  ['a plan without a cluster', Buffer.from('{"format_version":"1.2"}'), 'PLAN_FOREIGN'],
  ['more than any plan', Buffer.alloc(MOST_BYTES + 1, 0x20), 'PLAN_TOO_LARGE'],
])('refuses %s', (_, bytes, code) => {
  expect(codeOf(bytes)).toBe(code);
});

test('refuses the record of a newer release', () => {
  const plan = alteredPlan('reloads', ({ output_changes }) => {
    const output = output_changes['patroni_swarm_lab'];
    if (output) output.after = { format: 99 };
  });
  expect(codeOf(plan)).toBe('PLAN_UNREADABLE');
});

test('content that is no text is told, not guessed', () => {
  const plan = alteredPlan('reloads', ({ resource_changes }) => {
    for (const { type, change } of resource_changes) {
      if (type === 'docker_config' && change.after) change.after['data'] = '//79';
    }
  });
  const [change] = readPlan(plan);
  const after = change?.services[0]?.after?.files.get('/etc/patroni-swarm/desired/postgresql.conf');
  expect(after).toHaveProperty('configName');
  expect(after).not.toHaveProperty('text');
});
