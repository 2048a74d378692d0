import { expect, test } from 'vitest';
import { planReport } from '../../src/plan/plan-report.js';
import { changeOf } from './plans.js';

const steps = (settingsFirst: boolean) =>
  planReport(changeOf('memory'), [], '2026-11-26', { notes: [], settingsFirst }).rollout.map(
    ({ what }) => what,
  );

test('tasks restart before the reconciler carries settings out, or after it in two applies', () => {
  const [tasks, settings] = [steps(false), steps(true)];
  expect(tasks).toHaveLength(settings.length);
  expect(tasks[0]).toMatch(/members restart/);
  expect(tasks.at(-1)).toMatch(/^PostgreSQL/);
  expect(settings[0]).toMatch(/^PostgreSQL|^settings/);
  expect(settings.at(-1)).toMatch(/restart/);
  expect([...settings].sort()).toEqual([...tasks].sort());
});

test.each([
  ['synchronous', 3],
  ['quorum', 2],
  ['asynchronous', 2],
] as const)(
  'a roll of three members in %s mode needs %i handovers at most',
  (replication, most) => {
    const change = changeOf('memory');
    const { after } = change;
    if (!after) throw new Error('no record');
    const report = planReport({ ...change, after: { ...after, replication } }, [], '2026-11-26');
    const roll = report.rollout.find(({ what }) => what.startsWith('Patroni members restart'));
    expect(roll?.handovers).toBe(most);
  },
);
