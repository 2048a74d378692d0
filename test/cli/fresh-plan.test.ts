import { expect, test } from 'vitest';
import { freshPlan } from '../../src/cli/plan/fresh-plan.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { changeOf, planBytes } from '../plan/plans.js';

/** Terraform whose plans are these, one after another; the last one again and again. */
function planning(...names: readonly string[]) {
  let plans = 0;
  const said: string[] = [];
  const terraform = {
    plan: () => {
      plans += 1;
      return Promise.resolve({ add: 0, change: 0, remove: 0, empty: true });
    },
    showPlan: () => Promise.resolve(planBytes(names[Math.min(plans, names.length) - 1] ?? '')),
  };
  return {
    said,
    lost: async () => {
      const planJson = await freshPlan(terraform, (line) => said.push(line));
      return readPlan(planJson).flatMap((change) => change.lost);
    },
    plans: () => plans,
  };
}

test('a plan that found everything is made once', async () => {
  const { lost, plans, said } = planning('nothing');
  expect(await lost()).toEqual([]);
  expect(plans()).toBe(1);
  expect(said).toEqual([]);
});

test('what was only not found in that moment is there in the second plan', async () => {
  const { lost, plans, said } = planning('lost-network', 'nothing');
  expect(await lost()).toEqual([]);
  expect(plans()).toBe(2);
  expect(said).toEqual(['not found in the Swarm: docker_network.lab-data; planning once more']);
});

test('a plan for some of the nodes names its targets, the second time too', async () => {
  const planned: (readonly string[] | undefined)[] = [];
  const { after } = changeOf('lost-network');
  if (!after) throw new Error('no record');
  const terraform = {
    plan: (targets?: readonly string[]) => {
      planned.push(targets);
      return Promise.resolve({ add: 0, change: 0, remove: 0, empty: true });
    },
    showPlan: () => Promise.resolve(planBytes('lost-network')),
  };
  const targets = ['docker_service.lab-reconciler'];
  await freshPlan(terraform, () => undefined, { targets, record: after });
  expect(planned).toEqual([targets, targets]);
});

test('what is gone stays lost, after two plans and no more', async () => {
  const { lost, plans } = planning('lost-network');
  expect(await lost()).toEqual(['docker_network.lab-data']);
  expect(plans()).toBe(2);
});
