import { expect, test } from 'vitest';
import type { Objection } from '../../src/model/objection.js';
import { planReport } from '../../src/plan/plan-report.js';
import { changeOf } from './plans.js';

const TODAY = '2026-11-28';
const REFUSED: Objection = {
  kind: 'settings',
  reason: 'FATAL: huge pages not supported on this platform',
  tried: ['postgresql.parameters.huge_pages'],
};

function reported(plan: string, objection?: Objection, settingsFirst = false) {
  const advice = { notes: [], settingsFirst, ...(objection && { objection }) };
  return planReport(changeOf(plan), [], TODAY, advice);
}

test('settings that the reconciler refuses touch nobody, and no approval lets them pass', () => {
  expect(reported('reloads').severity).toBe('reload');
  const report = reported('reloads', REFUSED);
  expect(report).toMatchObject({ verdict: 'refused', severity: 'none', writeGapSeconds: 0 });
  expect(report.rollout).toEqual([]);
  expect(report.findings.flatMap(({ members }) => members)).toEqual([]);
  expect(report.findings[0]).toMatchObject({
    code: 'SETTINGS_REFUSED',
    object: 'lab-reconciler',
    guard: 'refused',
    what: expect.stringContaining('huge pages not supported') as string,
    fix: 'correct what it names; tried: postgresql.parameters.huge_pages',
  });
});

test('each change that is held back is still told, with its values', () => {
  const values = (findings: ReturnType<typeof reported>['findings']) =>
    findings.map(({ after, before, object }) => ({ after, before, object }));
  const [, ...held] = reported('mixed-parameters', REFUSED).findings;
  const free = reported('mixed-parameters').findings;
  expect(values(held)).toHaveLength(free.length);
  expect(values(held)).toEqual(expect.arrayContaining(values(free)));
});

test('what Terraform changes goes on beside a refusal', () => {
  const tasks = (objection?: Objection) =>
    reported('several', objection).rollout.filter(({ what }) => /^(etcd|HAProxy|PgB)/.test(what));
  expect(tasks(REFUSED).length).toBeGreaterThan(0);
  expect(tasks(REFUSED)).toEqual(tasks());
});

test('in two applies a refused first one leaves the members as they are', () => {
  expect(reported('memory', REFUSED).severity).toBe('handover');
  expect(reported('memory', REFUSED, true).severity).toBe('none');
});

test('a paused cluster is told only where something would change for the reconciler', () => {
  const { findings, verdict } = reported('reloads', { kind: 'paused' });
  expect({ code: findings[0]?.code, verdict }).toEqual({
    code: 'CLUSTER_PAUSED',
    verdict: 'refused',
  });
  expect(reported('nothing', { kind: 'paused' })).toMatchObject({
    verdict: 'nothing to do',
    findings: [],
  });
});
