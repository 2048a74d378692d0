import { expect, test } from 'vitest';
import { driftReport } from '../../src/drift/drift-report.js';
import type { LiveFacts } from '../../src/drift/live-facts.js';
import type { ClusterChange } from '../../src/plan/cluster-change.js';
import { readPlan } from '../../src/plan/read-plan.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import { HBA, wanted } from '../reconciler/fake-cluster.js';
import { alteredPlan, changeOf, type AlterableResource, type Attributes } from '../plan/plans.js';

const SERVICE = 'docker_service.lab-pgbouncer';
const BASE = { work_mem: '4MB' };
const nothingPlanned = changeOf('nothing');

/** A cluster in which everything is as the file says. */
function facts(over: Partial<LiveFacts> = {}): LiveFacts {
  const config = { ttl: 20, postgresql: { parameters: BASE, pg_hba: [HBA] } };
  return {
    config,
    memory: { applied: config, journal: undefined },
    members: [{ name: 'a', settings: { altered: [], errors: [], pending: [], stale: [] } }],
    objects: {
      databases: [{ name: 'project', owner: 'project_owner' }],
      roles: ['project_owner'],
      clientConnections: 0,
      extensions: { project: [] },
    },
    unseen: [],
    ...over,
  };
}

const live = (parameters: Record<string, string>) => ({
  ttl: 20,
  postgresql: { parameters, pg_hba: [HBA] },
});

/** `where object: what | declared | live | then` */
function rows(
  change: ClusterChange,
  seen: LiveFacts,
  desired: DesiredState = wanted(BASE),
): string[] {
  return driftReport(change, seen, desired).drift.map(
    ({ where, object, what, declared, live: is, then }) =>
      `${where} ${object}: ${what} | ${declared} | ${is} | ${then}`,
  );
}

/** The plan after somebody changed or removed a service behind Terraform. */
function planAfter(alter: (drift: AlterableResource, planned: AlterableResource) => void) {
  const source = JSON.parse(
    Buffer.from(alteredPlan('logging-driver', () => undefined)).toString('utf8'),
  ) as { resource_changes: AlterableResource[] };
  const whole = source.resource_changes.find(({ address }) => address === SERVICE);
  if (!whole) throw new Error('no such service');
  const declared = whole.change.before;
  const bytes = alteredPlan('nothing', (plan) => {
    const drift = structuredClone(whole);
    drift.change = {
      actions: ['update'],
      before: structuredClone(declared),
      after: structuredClone(declared),
    };
    const planned = structuredClone(drift);
    alter(drift, planned);
    planned.change.before = drift.change.after;
    plan.resource_drift = [drift];
    plan.resource_changes = [planned];
  });
  const [change] = readPlan(bytes);
  if (!change) throw new Error('no cluster');
  return change;
}

function replicas(resource: AlterableResource, count: number): void {
  const { after } = resource.change;
  if (after) after['mode'] = [{ global: false, replicated: [{ replicas: count }] }];
}

test('a cluster that is as its file says has no drift', () => {
  expect(driftReport(nothingPlanned, facts(), wanted(BASE))).toEqual({
    scope: 'lab',
    drift: [],
    notApplied: [],
    unseen: [],
  });
});

test('a service that somebody changed is told once, with what the next apply does', () => {
  const change = planAfter((drift) => {
    replicas(drift, 2);
  });
  expect(rows(change, facts())).toEqual([
    'swarm lab-pgbouncer: mode.replicated.replicas | 3 | 2 | the next apply undoes it',
  ]);
  expect(driftReport(change, facts(), wanted(BASE)).notApplied).toEqual([]);
});

test('a change of the file on the same service is told apart from what somebody changed', () => {
  const change = planAfter((drift, planned) => {
    replicas(drift, 2);
    const [task] = (planned.change.after?.['task_spec'] ?? []) as Attributes[];
    if (task) task['force_update'] = 7;
  });
  expect(rows(change, facts())).toHaveLength(1);
  expect(driftReport(change, facts(), wanted(BASE)).notApplied).toEqual([
    { object: 'lab-pgbouncer', what: 'force_update' },
  ]);
});

test('a service that somebody removed is told once, and made anew', () => {
  const change = planAfter((drift, planned) => {
    drift.change = { ...drift.change, actions: ['delete'], after: null };
    planned.change.actions = ['create'];
  });
  expect(rows(change, facts())).toEqual([
    `swarm ${SERVICE}: the object itself | there | gone | the next apply makes another`,
  ]);
  expect(driftReport(change, facts(), wanted(BASE)).notApplied).toEqual([]);
});

test('what somebody set in the DCS stays, or is taken back if the file says so', () => {
  const seen = facts({ config: live({ ...BASE, jit: 'off' }) });
  expect(rows(nothingPlanned, seen)).toEqual([
    "dcs postgresql.parameters.jit: Patroni's configuration | not set | off | " +
      'stays; drift: correct in the file takes it back',
  ]);
  const state = wanted(BASE);
  const correct: DesiredState = { ...state, topology: { ...state.topology, drift: 'correct' } };
  expect(rows(nothingPlanned, seen, correct)[0]).toMatch(/the reconciler takes it back$/);
});

test('a change of the file that was not applied is none of the DCS', () => {
  const next = wanted({ work_mem: '8MB' });
  expect(rows(changeOf('reloads'), facts(), next)).toEqual([]);
  expect(driftReport(changeOf('reloads'), facts(), next).notApplied).not.toEqual([]);
});

test('a change that was applied and is not in the DCS is the reconciler’s to do', () => {
  expect(rows(nothingPlanned, facts(), wanted({ work_mem: '8MB' }))).toEqual([
    "dcs postgresql.parameters.work_mem: Patroni's configuration | 8MB | 4MB | " +
      'the reconciler has yet to do it: see status',
  ]);
});

test.each(['4096kB', '4096', '0.00390625GB'])('%s is 4MB: no drift', (text) => {
  expect(rows(nothingPlanned, facts({ config: live({ work_mem: text }) }))).toEqual([]);
});

test('what one server has of its own is told of that server', () => {
  const settings = {
    altered: [{ name: 'work_mem', value: '9MB' }],
    errors: ['postgresql.conf port: setting could not be applied'],
    pending: [{ name: 'max_connections', from: '100', to: '200' }],
    stale: ['pg_hba'],
  };
  expect(
    rows(nothingPlanned, facts({ members: [{ name: 'b', settings }, { name: 'c' }] })),
  ).toEqual([
    'member b: ALTER SYSTEM SET work_mem | not set by ALTER SYSTEM | 9MB | stays; drift: correct in the file takes it back',
    'member b: pg_hba | as in the DCS | something else, or not read yet | Patroni writes it at its next loop',
    'member b: max_connections | 200 | 100 | counts after a restart of this member',
    'member b: its files | files that PostgreSQL accepts | postgresql.conf port: setting could not be applied | this member would not start again: take the value back',
  ]);
});

test('databases, roles and extensions: missing, of another owner or version, or not declared', () => {
  const state: DesiredState = {
    ...wanted(BASE),
    databases: [
      {
        name: 'project',
        owner: 'project_owner',
        extensions: ['vector', 'pg_trgm'],
        extensionOptions: { vector: { version: '0.8.0' } },
      },
      { name: 'shared', owner: 'shared_owner', extensions: [] },
    ],
  };
  const objects = {
    databases: [
      { name: 'project', owner: 'visitor' },
      { name: 'scratch', owner: 'visitor' },
    ],
    roles: ['project_owner', 'visitor'],
    clientConnections: 0,
    extensions: {
      project: [
        { name: 'vector', version: '0.7.4' },
        { name: 'hstore', version: '1.8' },
      ],
    },
  };
  expect(rows(nothingPlanned, facts({ objects }), state)).toEqual([
    'database project: its owner | project_owner | visitor | the reconciler gives it back',
    'database shared: the database | there | missing | the reconciler makes it',
    'database scratch: the database | not declared | there | stays: nothing is ever dropped',
    'database shared_owner: the role | there | missing | the reconciler makes it',
    'database visitor: the role | not declared | there | stays: nothing is ever dropped',
    'database project: extension vector | 0.8.0 | 0.7.4 | the reconciler updates it',
    'database project: extension pg_trgm | there | missing | the reconciler makes it',
    'database project: extension hstore | not declared | there | stays: nothing is ever dropped',
  ]);
});

test('what could not be read is told, not taken for gone', () => {
  const { objects, ...seen } = facts({ unseen: ['databases and roles: nobody leads'] });
  expect(objects).toBeDefined();
  const report = driftReport(nothingPlanned, seen, wanted(BASE));
  expect(report.drift).toEqual([]);
  expect(report.unseen).toEqual(['databases and roles: nobody leads']);
});
