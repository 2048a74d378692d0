import { expect, test } from 'vitest';
import { withLiveUse } from '../../src/cli/plan/live-use.js';
import { UserError } from '../../src/core/problem.js';
import type { LiveFacts } from '../../src/drift/live-facts.js';
import { planReport } from '../../src/plan/plan-report.js';
import { changeOf } from './plans.js';

const TODAY = '2026-11-26';
/** The plan makes `max_connections` 60 of 100; three places are a superuser's. */
const lowered = changeOf('mixed-parameters');
const APPROVAL = {
  code: 'CONNECTIONS_IN_USE',
  object: 'postgresql.parameters.max_connections',
  until: '2026-12-31',
};

function factsWith(clientConnections: number): () => Promise<LiveFacts> {
  return () =>
    Promise.resolve({
      config: {},
      memory: { applied: undefined, journal: undefined },
      members: [],
      objects: { databases: [], roles: [], extensions: {}, clientConnections },
      unseen: [],
    });
}

async function reportWith(clientConnections: number, approvals: (typeof APPROVAL)[] = []) {
  const { change } = await withLiveUse(lowered, factsWith(clientConnections));
  return planReport(change, approvals, TODAY);
}

test.each([
  [57, undefined],
  [58, '58 clients are connected now, and 57 will find a place'],
])('%i clients on 57 places', async (clients, what) => {
  const { findings } = await reportWith(clients);
  const found = findings.find(({ code }) => code === 'CONNECTIONS_IN_USE');
  expect(found?.what).toBe(what);
  if (what === undefined) return;
  expect(found).toMatchObject({
    guard: 'needs approval',
    clients: '1 of those connected now are refused after the restart',
  });
});

test('an approval that names it lets it pass', async () => {
  const { findings } = await reportWith(80, [APPROVAL]);
  const found = findings.find(({ code }) => code === 'CONNECTIONS_IN_USE');
  expect(found?.guard).toBe('approved');
});

test('the cluster is asked only if the limit falls', async () => {
  const never = () => Promise.reject(new Error('asked'));
  expect(await withLiveUse(changeOf('several'), never)).toMatchObject({ notes: [] });
});

test('a cluster that does not answer is a note, not a guess', async () => {
  const silent = () =>
    Promise.reject(
      new UserError(
        [{ code: 'CLUSTER_SILENT', at: 'lab', got: 'no member answers', need: 'one that does' }],
        'live',
      ),
    );
  const { change, notes } = await withLiveUse(lowered, silent);
  expect(change.live).toBeUndefined();
  expect(notes).toEqual(['connections in use are not known: no member answers']);
  const bug = () => Promise.reject(new Error('our bug'));
  await expect(withLiveUse(lowered, bug)).rejects.toThrow('our bug');
});
