import { expect, test } from 'vitest';
import { findImpact } from '../../src/plan/find-impact.js';
import { gate, type Approval } from '../../src/plan/gate.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { alteredPlan, findingsOf, type AlterablePlan, type Attributes } from './plans.js';

const TODAY = '2026-11-25';

function verdictOf(plan: string, approvals: readonly Approval[] = []) {
  return gate(findingsOf(plan), approvals, TODAY);
}

function guarded(bytes: Uint8Array): string[] {
  const [change] = readPlan(bytes);
  if (!change) throw new Error('no cluster');
  const { guards } = gate(findImpact(change), [], TODAY);
  return [...guards].map(([{ code, object }, guard]) => `${guard}: ${code} ${object}`);
}

test.each([
  ['nothing', 'nothing to do'],
  ['reloads', 'fine'],
  ['several', 'fine'],
  ['images', 'fine'],
  ['first', 'fine'],
  ['lossy', 'needs approval'],
  ['network', 'refused'],
  ['destroy', 'needs approval'],
  ['lost-network', 'needs approval'],
  ['node-removed', 'refused'],
])('%s: %s', (plan, verdict) => {
  expect(verdictOf(plan).verdict).toBe(verdict);
});

const approval: Approval = {
  code: 'SYNC_TURNED_OFF',
  object: 'patroni.dcs.synchronous_mode',
  until: TODAY,
};

test('an approval counts for that code and object, to the end of its last day', () => {
  expect(verdictOf('lossy', [approval]).verdict).toBe('fine');
  for (const other of [
    { ...approval, until: '2026-11-24' },
    { ...approval, object: 'patroni.dcs.ttl' },
    { ...approval, code: 'SLOT_REMOVED' },
  ]) {
    expect(verdictOf('lossy', [other]).verdict).toBe('needs approval');
  }
});

test('no approval lets etcd lose its quorum', () => {
  const etcd = { code: 'ETCD_QUORUM_LOST', object: 'etcd', until: '2030-01-01' };
  expect(verdictOf('node-removed', [etcd]).verdict).toBe('refused');
});

test('no approval makes a network anew, whose members would refuse each other', () => {
  const network = { code: 'NETWORK_REPLACED', object: 'lab-data', until: '2030-01-01' };
  expect(verdictOf('network', [network]).verdict).toBe('refused');
});

test('an approval that is used up or over is told', () => {
  const approvals = [approval, { ...approval, until: '2026-01-01' }];
  expect(verdictOf('reloads', approvals).approvals.map(({ state }) => state)).toEqual([
    'stale',
    'expired',
  ]);
  expect(verdictOf('lossy', [approval]).approvals.map(({ state }) => state)).toEqual(['used']);
});

/** Changes one service of the plan with another log driver, whose members are all updated. */
function withService(name: string, alter: (after: Attributes) => void, replaces = false) {
  return alteredPlan('logging-driver', (plan) => {
    const change = serviceIn(plan, name);
    change.after = structuredClone(change.before) ?? {};
    if (replaces) change.actions = ['delete', 'create'];
    alter(change.after);
  });
}

function serviceIn({ resource_changes }: AlterablePlan, name: string) {
  const found = resource_changes.find(({ address }) => address === `docker_service.${name}`);
  if (!found) throw new Error(`no ${name}`);
  return found.change;
}

/** The one block of a list that Terraform keeps for a nested block. */
function block(of: Attributes, name: string): Attributes {
  const [found] = of[name] as Attributes[];
  if (!found) throw new Error(`no ${name}`);
  return found;
}

const taskOf = (after: Attributes) => block(after, 'task_spec');
const container = (after: Attributes) => block(taskOf(after), 'container_spec');

/** The attributes of a service that the provider cannot change in place. */
const forceNew: readonly (readonly [field: string, alter: (after: Attributes) => void])[] = [
  ['name', (after) => (after['name'] = 'lab-patroni-other')],
  ['mode', (after) => (after['mode'] = [{ global: true }])],
  ['auth', (after) => (after['auth'] = [{ server_address: 'registry.example.org' }])],
  ['labels', (after) => (after['labels'] = [{ label: 'a', value: 'b' }])],
  ['hosts', (after) => (container(after)['hosts'] = [{ host: 'a', ip: '192.0.2.1' }])],
  ['sysctl', (after) => (container(after)['sysctl'] = { 'net.core.somaxconn': '1' })],
  ['networks', (after) => (taskOf(after)['networks_advanced'] = [{ name: 'another' }])],
];

test.each(forceNew)(
  'a replacement by %s needs approval, by the name of the service',
  (_, alter) => {
    const rows = guarded(withService('lab-patroni-node-1', alter, true));
    expect(rows).toContainEqual(
      expect.stringMatching(
        /^needs approval: SERVICE_(REPLACED|FIELD) lab-patroni-(node-1|other)$/,
      ),
    );
  },
);

test('a label is guarded even where the provider says that it is changed in place', () => {
  const alter = (after: Attributes) => (after['labels'] = [{ label: 'a', value: 'b' }]);
  expect(guarded(withService('lab-patroni-node-1', alter))).toContain(
    'needs approval: SERVICE_FIELD lab-patroni-node-1',
  );
});

test('what a failed create left behind is made anew without asking', () => {
  const plan = alteredPlan('network', ({ resource_changes }) => {
    for (const one of resource_changes) {
      if (one.type === 'docker_network') one.change.actions = ['no-op'];
      if (one.type === 'docker_service') one.action_reason = 'replace_because_tainted';
    }
  });
  expect(guarded(plan)).toEqual([]);
});

test('another volume needs approval', () => {
  const plan = withService('lab-patroni-node-2', (after) => {
    const mounts = container(after)['mounts'] as Attributes[];
    for (const mount of mounts) if (mount['type'] === 'volume') mount['source'] = 'other';
  });
  expect(guarded(plan)).toEqual(['needs approval: VOLUME lab-patroni-node-2']);
});

test('a smaller memory limit needs approval', () => {
  const plan = withService('lab-patroni-node-2', (after) => {
    block(block(taskOf(after), 'resources'), 'limits')['memory_bytes'] = 1024 ** 3;
  });
  expect(guarded(plan)).toEqual(['needs approval: MEMORY_LOWERED lab-patroni-node-2']);
});

test('an earlier release of etcd needs approval', () => {
  const plan = withService('lab-etcd-node-2', (after) => {
    container(after)['image'] = String(container(after)['image']).replace(':0.1.0', ':0.0.9');
  });
  expect(guarded(plan)).toEqual(['needs approval: ETCD_DOWNGRADE etcd']);
});

test('another major version on the same data is refused', () => {
  const text = (major: number) =>
    Buffer.from(`postgresql:\n  bin_dir: /usr/lib/postgresql/${major}/bin\n`).toString('base64');
  const plan = alteredPlan('several', ({ resource_changes }) => {
    for (const { type, change } of resource_changes) {
      const side = change.before ?? change.after;
      if (type !== 'docker_config' || !side) continue;
      if (!String(side['name']).startsWith('lab-patroni-')) continue;
      side['data'] = text(change.before ? 16 : 17);
    }
  });
  expect(guarded(plan)).toEqual(['refused: MAJOR_VERSION postgresql.version']);
});
