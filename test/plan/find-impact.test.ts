import { expect, test } from 'vitest';
import { findImpact } from '../../src/plan/find-impact.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { alteredPlan, changeOf, findingsOf, rowsOf, type Attributes } from './plans.js';

const expected: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  access: ['reload: ACCESS_RULES postgresql.pg_hba'],
  databases: [
    'interruption: PGBOUNCER_SETTING databases[reports].host',
    'interruption: PGBOUNCER_SETTING databases[shared].host',
    'live: DATABASE_CREATED databases[reports]',
    'none: DATABASE_LEFT databases[shared]',
    'none: TOPOLOGY lab-reconciler',
  ],
  destroy: ['replace: CLUSTER_DESTROYED lab'],
  first: ['live: CLUSTER_CREATED lab'],
  images: ['interruption: IMAGE lab-haproxy', 'handover: IMAGE patroni'],
  lossy: [
    'data loss: SYNC_TURNED_OFF patroni.dcs.synchronous_mode',
    'none: TOPOLOGY lab-reconciler',
  ],
  'lost-network': ['replace: OBJECT_LOST lab-data'],
  memory: [
    'handover: SERVICE_FIELD patroni',
    'handover: SERVICE_FIELD patroni',
    'handover: PARAMETER_RESTART shared_buffers',
    'reload: PARAMETER_RELOAD autovacuum_work_mem',
    'reload: PARAMETER_RELOAD effective_cache_size',
    'reload: PARAMETER_RELOAD maintenance_work_mem',
    'reload: PARAMETER_RELOAD work_mem',
  ],
  'mixed-parameters': [
    'interruption: PGBOUNCER_SETTING databases[project].pool_size',
    'interruption: PGBOUNCER_SETTING databases[shared].pool_size',
    'interruption: PARAMETER_LOWERED max_connections',
    'handover: PARAMETER_RAISED max_locks_per_transaction',
    'reload: PARAMETER_NEW_SESSIONS log_connections',
    'reload: PARAMETER_RELOAD work_mem',
  ],
  network: [
    'replace: NETWORK_REPLACED lab-data',
    'replace: SERVICE_REPLACED lab-haproxy',
    'replace: SERVICE_REPLACED lab-patroni-node-1',
    'replace: SERVICE_REPLACED lab-patroni-node-2',
    'replace: SERVICE_REPLACED lab-patroni-node-3',
    'replace: SERVICE_REPLACED lab-pgbouncer',
    'handover: MEMBER_SETTING patroni.yml restapi.allowlist',
    'reload: ACCESS_RULES postgresql.pg_hba',
    'none: SERVICE_REPLACED lab-reconciler',
  ],
  'node-added': [
    'interruption: PGBOUNCER_SETTING databases[project].pool_size',
    'interruption: PGBOUNCER_SETTING databases[shared].pool_size',
    'interruption: HAPROXY_SETTING haproxy.server.node-4',
    'handover: PARAMETER_RESTART max_replication_slots',
    'handover: PARAMETER_RAISED max_wal_senders',
    'live: SERVICE_CREATED lab-patroni-node-4',
    'none: SERVICE_FIELD lab-haproxy',
    'none: SERVICE_FIELD lab-pgbouncer',
    'none: TOPOLOGY lab-reconciler',
  ],
  'node-removed': [
    'data loss: ETCD_QUORUM_LOST etcd',
    'replace: SERVICE_DELETED lab-etcd-node-2',
    'replace: SERVICE_DELETED lab-etcd-node-3',
    'replace: SERVICE_DELETED lab-patroni-node-3',
    'interruption: PGBOUNCER_SETTING databases[project].pool_size',
    'interruption: PGBOUNCER_SETTING databases[shared].pool_size',
    'interruption: ETCD_SETTING etcd.initial-cluster',
    'interruption: HAPROXY_SETTING haproxy.server.node-3',
    'handover: SERVICE_FIELD lab-patroni-node-2',
    'handover: SERVICE_FIELD lab-patroni-node-2',
    'handover: MEMBER_SETTING patroni.yml etcd3.hosts',
    'none: SERVICE_FIELD lab-haproxy',
    'none: SERVICE_FIELD lab-pgbouncer',
    'none: COMMENTS_ONLY lab-reconciler',
    'none: TOPOLOGY lab-reconciler',
  ],
  reloads: [
    'reload: PARAMETER_RELOAD log_min_duration_statement',
    'reload: PARAMETER_RELOAD random_page_cost',
  ],
  'secret-rotated': ['none: SECRET lab-reconciler'],
};

test.each(Object.entries(expected))('%s: every change is told, worst first', (name, rows) => {
  expect(rowsOf(name)).toEqual(rows);
});

test('a value names its members, their order, the gap and the sum it is', () => {
  const raised = findingsOf('several').find(({ code }) => code === 'PARAMETER_RAISED');
  expect(raised).toMatchObject({
    object: 'postgresql.parameters.max_connections',
    before: { text: '100', by: 'user' },
    after: { text: '104', by: 'user', because: 'postgresql.parameters.max_connections' },
    members: ['node-1', 'node-2', 'node-3'],
    order: 'replicas first, then the leader',
    writeGap: {
      seconds: 3.2,
      terms: [
        { what: 'Patroni hands over', seconds: 1.7 },
        { what: 'HAProxy sees the new primary', seconds: 1.5 },
      ],
    },
  });
});

test('a value that follows from others is traced to what the user changed', () => {
  const causes = (name: string, object: string) =>
    findingsOf(name).find((finding) => finding.object === object)?.causes;
  expect(causes('memory', 'postgresql.parameters.shared_buffers')).toEqual([
    'nodes[node-1, node-2, node-3].memory: 3GB -> 4GB',
  ]);
  expect(causes('several', 'haproxy.check.inter')).toEqual(['availability.rto: fast -> normal']);
  // By way of ttl.
  expect(causes('several', 'postgresql.parameters.wal_receiver_timeout')).toEqual([
    'availability.rto: fast -> normal',
  ]);
  expect(causes('mixed-parameters', 'databases[project].pool_size')).toEqual([
    'postgresql.parameters.max_connections: 100 -> 60',
  ]);
  expect(causes('mixed-parameters', 'postgresql.parameters.max_connections')).toEqual([]);
});

test('a node that is added starts and restarts nothing: it is in the finding of its creation alone', () => {
  const added = findingsOf('node-added').filter(({ members }) => members.includes('node-4'));
  expect(added.map(({ code }) => code)).toEqual(['SERVICE_CREATED']);
  const haproxy = findingsOf('node-added').find(({ code }) => code === 'HAPROXY_SETTING');
  expect(haproxy?.members).toEqual(['node-1', 'node-2', 'node-3']);
});

test('a member that leaves may be the leader, and then hands over', () => {
  const gone = findingsOf('node-removed').filter(({ code }) => code === 'SERVICE_DELETED');
  expect(gone.map(({ tier, writeGap }) => [tier, writeGap?.seconds])).toEqual([
    ['etcd', undefined],
    ['etcd', undefined],
    ['patroni', 1.95],
  ]);
});

test('one change on all members of a tier is one finding', () => {
  const [finding] = findingsOf('several').filter(({ code }) => code === 'MEMBER_SETTING');
  expect(finding).toMatchObject({
    object: 'patroni.yml log.level',
    members: ['node-1', 'node-2', 'node-3'],
    order: 'one by one',
  });
});

test('a parameter that is no longer set goes back to what is built in', () => {
  const raised = findingsOf('mixed-parameters').find(({ code }) => code === 'PARAMETER_RAISED');
  expect(raised?.before).toEqual({ text: '64 (built in)' });
});

test('no resource that changes is without a finding', () => {
  for (const name of Object.keys(expected)) {
    const { services, resources } = changeOf(name);
    const told = new Set(findingsOf(name).flatMap((finding) => finding.resources));
    const changed = [...services, ...resources].filter(({ action }) => action !== 'keep');
    expect(changed.map(({ address }) => address).filter((one) => !told.has(one))).toEqual([]);
  }
});

test('what no rule explains is taken for the worst', () => {
  const plan = alteredPlan('reloads', ({ resource_changes }) => {
    const change = { actions: ['update'], before: { name: 'lab-x' }, after: { name: 'lab-x' } };
    resource_changes.push({ address: 'docker_plugin.x', type: 'docker_plugin', change });
  });
  const [change] = readPlan(plan);
  expect(change && findImpact(change)[0]).toMatchObject({
    code: 'UNEXPLAINED',
    severity: 'replace',
    object: 'docker_plugin.x',
  });
});

test('another spelling of the same value is no change', () => {
  const conf = (text: string) => Buffer.from(text).toString('base64');
  const plan = alteredPlan('reloads', ({ resource_changes }) => {
    for (const { type, change } of resource_changes) {
      if (type !== 'docker_config') continue;
      const side = change.before ?? change.after;
      if (side) side['data'] = conf(change.before ? 'work_mem = 4MB' : 'work_mem = 4096kB');
    }
  });
  const [change] = readPlan(plan);
  expect(change && findImpact(change).map(({ code }) => code)).toEqual(['COMMENTS_ONLY']);
});

test('secrets appear by name and generation, never by id or content', () => {
  const text = JSON.stringify(findingsOf('secret-rotated'));
  expect(text).toContain('lab-roles-g2');
  expect(text).not.toContain('newidofroles');
});

test('a service that Swarm has rolled back to files that are gone is explained, and what they change', () => {
  const plan = alteredPlan('reloads', ({ resource_changes }) => {
    for (const { address, change } of resource_changes) {
      if (address !== 'docker_service.lab-reconciler' || !change.before || !change.after) continue;
      const spec = (side: Attributes) =>
        (side['task_spec'] as [{ container_spec: [{ configs: unknown }] }])[0].container_spec[0];
      spec(change.before).configs = spec(change.after).configs;
    }
  });
  const [change] = readPlan(plan);
  if (!change) throw new Error('no cluster');
  const findings = findImpact(change);
  expect(findings.map(({ code, severity }) => `${severity}: ${code}`)).not.toContain(
    'replace: UNEXPLAINED',
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'SERVICE_ROLLED_BACK',
      severity: 'none',
      object: 'lab-reconciler',
      what: expect.stringContaining('lab-reconciler-postgresql-') as string,
    }),
  );
});

test('a variable that comes with another image or other pools is not told beside them', () => {
  for (const [name, service] of [
    ['node-added', 'docker_service.lab-pgbouncer'],
    ['images', 'docker_service.lab-haproxy'],
  ] as const) {
    const plan = alteredPlan(name, ({ resource_changes }) => {
      const after = resource_changes.find(({ address }) => address === service)?.change.after;
      const [task] = after?.['task_spec'] as [{ container_spec: [Attributes] }];
      task.container_spec[0]['env'] = { POOL_SHARES: '4' };
    });
    const [change] = readPlan(plan);
    const codes = change && findImpact(change).map(({ code }) => code);
    expect(codes).toEqual(findingsOf(name).map(({ code }) => code));
  }
});
