import { expect, test } from 'vitest';
import type { PatroniRest } from '../../src/live/patroni-rest.js';
import type { TrialFiles, TrialVerdict } from '../../src/live/trial-server.js';
import { objectionTo } from '../../src/reconciler/object-to.js';
import { topology } from './factories.js';

const LIVE = { loop_wait: 10, postgresql: { parameters: { work_mem: '4MB' }, pg_hba: ['local'] } };

async function asked(wanted: object, verdict: TrialVerdict, paused = false) {
  const tried: TrialFiles[] = [];
  const rest = {
    config: () => Promise.resolve(LIVE),
    cluster: () => Promise.resolve({ members: [], paused }),
  } as unknown as PatroniRest;
  const objection = await objectionTo(
    {
      topology: topology(),
      patroniAt: () => rest,
      tryServer: (files) => {
        tried.push(files);
        return Promise.resolve(verdict);
      },
    },
    { ...LIVE, ...wanted },
  );
  return { objection, tried };
}

const HUGE = {
  postgresql: { parameters: { huge_pages: 'on', work_mem: '4MB' }, pg_hba: ['local'] },
};
const FAILS: TrialVerdict = { kind: 'fails', reason: 'FATAL: no huge pages' };

test('settings that no server starts with: its words, and what was new to it', async () => {
  const { objection, tried } = await asked(HUGE, FAILS);
  expect(objection).toEqual({
    kind: 'settings',
    reason: 'FATAL: no huge pages',
    tried: ['postgresql.parameters.huge_pages'],
  });
  expect(tried[0]?.postgresqlConf).toContain('huge_pages');
});

test.each([
  ['starts', { kind: 'starts' }],
  ['nobody knows', { kind: 'unknown', reason: 'killed' }],
] as const)('nothing is objected to where the trial %s', async (_, verdict) => {
  expect((await asked(HUGE, verdict)).objection).toBeNull();
});

test('nothing is tried where no server has anything new to read', async () => {
  const { objection, tried } = await asked({ loop_wait: 7 }, FAILS);
  expect({ objection, tried }).toEqual({ objection: null, tried: [] });
});

test('a paused cluster objects to everything, without a trial', async () => {
  const { objection, tried } = await asked(HUGE, FAILS, true);
  expect({ objection, tried }).toEqual({ objection: { kind: 'paused' }, tried: [] });
});

test('where no member answers, that is told in place of a refusal', async () => {
  const silent = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const rest = { config: silent, cluster: silent } as unknown as PatroniRest;
  const tools = {
    topology: topology(),
    patroniAt: () => rest,
    tryServer: () => Promise.reject(new Error('not asked')),
  };
  await expect(objectionTo(tools, HUGE)).rejects.toMatchObject({
    problems: [{ code: 'CLUSTER_SILENT', got: expect.stringContaining('ECONNREFUSED') as string }],
  });
});
