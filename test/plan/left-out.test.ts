import { expect, test } from 'vitest';
import { leftOut } from '../../src/plan/left-out.js';
import { planReport } from '../../src/plan/plan-report.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { type AlterableResource, alteredPlan, changeOf } from './plans.js';

const report = (...without: readonly string[]) =>
  planReport(leftOut(changeOf('mixed-parameters'), without), [], '2026-11-26');

const membersOf = (code: string, ...without: readonly string[]) =>
  report(...without).findings.find((finding) => finding.code === code)?.members;

test('members of a node that is left out are in no finding and in no step', () => {
  expect(membersOf('PARAMETER_RAISED', 'node-2')).toEqual(['node-1', 'node-3']);
  expect(membersOf('PARAMETER_RELOAD', 'node-2')).toEqual(['node-1', 'node-3']);
  expect(membersOf('PGBOUNCER_SETTING', 'node-2')).toEqual(['node-1', 'node-3']);
  const told = JSON.stringify(report('node-2').rollout);
  expect(told).not.toContain('node-2');
});

test('one member that is left has nobody to hand over to', () => {
  const raised = report('node-2', 'node-3').findings.find(({ code }) => code.endsWith('_RAISED'));
  expect(raised).toMatchObject({ severity: 'interruption', members: ['node-1'] });
});

test('the reconciler, which may run anywhere, is still there', () => {
  const tiers = report('node-1', 'node-2').services.map(({ tier }) => tier);
  expect(tiers).toEqual(['etcd', 'haproxy', 'patroni', 'pgbouncer', 'reconciler']);
});

test('of a plan with targets the record and the configs of before are in its state', () => {
  const { before, after, services } = changeOf('reloads');
  const plan = alteredPlan('reloads', (json) => {
    const isGone = ({ change, type }: AlterableResource) =>
      type === 'docker_config' && change.actions.join() === 'delete';
    const gone = json.resource_changes.filter(isGone);
    expect(gone).not.toEqual([]);
    json.resource_changes = json.resource_changes.filter((resource) => !isGone(resource));
    json.output_changes = {};
    json.prior_state = {
      values: {
        outputs: { patroni_swarm_lab: { value: before } },
        root_module: {
          resources: gone.map(({ change, type }) => ({ type, values: change.before })),
        },
      },
    };
  });
  const [change] = readPlan(plan, after);
  expect(change).toMatchObject({ before, after, services });
});
