import { expect, test } from 'vitest';
import type { ServiceSide } from '../../src/plan/cluster-change.js';
import { leftOut } from '../../src/plan/left-out.js';
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

test('what is added starts in a step of its own', () => {
  const { rollout } = planReport(changeOf('node-added'), [], '2026-11-26');
  const [started, ...others] = rollout.filter(({ members }) => members.includes('node-4'));
  expect(started).toMatchObject({ what: 'new services start', members: ['node-4'], handovers: 0 });
  expect(others).toEqual([]);
});

test.each([
  ['node-removed', 1],
  ['network', 3],
] as const)('%s: each member that goes is a handover at most', (name, most) => {
  const { rollout } = planReport(changeOf(name), [], '2026-11-26');
  const gone = rollout.find(({ what }) => what.startsWith('objects are destroyed'));
  expect(gone?.handovers).toBe(most);
});

test('a member that is made anew has its new file with it, and is not rolled as well', () => {
  const { rollout } = planReport(changeOf('network'), [], '2026-11-26');
  expect(rollout.map(({ what }) => what)).toEqual([
    'objects are destroyed, or made anew',
    'PostgreSQL reloads',
  ]);
});

test('a single member that is made anew has nobody to hand over to', () => {
  const { rollout } = planReport(
    leftOut(changeOf('network'), ['node-2', 'node-3']),
    [],
    '2026-11-26',
  );
  const made = rollout.find(({ what }) => what.startsWith('objects are destroyed'));
  expect(made).toMatchObject({ members: ['node-1'], handovers: 0 });
});

/** The same files under new names, and no text in them. */
function unreadable(files: ServiceSide['files']): ServiceSide['files'] {
  return new Map(
    [...files].map(([path, { configName }]) => [path, { configName: `${configName}2` }]),
  );
}

test('a file that cannot be read hides no restart of its service', () => {
  const change = changeOf('memory');
  const services = change.services.map((service) => ({
    ...service,
    ...(service.after && { after: { ...service.after, files: unreadable(service.after.files) } }),
  }));
  const { rollout } = planReport({ ...change, services }, [], '2026-11-26');
  expect(rollout.map(({ what }) => what)).toContainEqual(
    expect.stringContaining('Patroni members restart'),
  );
});
