import { expect, test } from 'vitest';
import { topology } from './factories.js';
import { FakeCluster, HBA, wanted } from './fake-cluster.js';

const base = { max_connections: '100', work_mem: '4MB' };

test('a parameter and access rules that need no restart restart nobody', async () => {
  const cluster = new FakeCluster(base);
  const hba = 'host all all all reject';
  const outcome = await cluster.converge(wanted({ ...base, work_mem: '8MB' }, { hba }));
  expect(outcome.kind).toBe('done');
  expect(cluster.acts).toEqual(['patch work_mem pg_hba']);
});

test('nothing changed, nothing done', async () => {
  const cluster = new FakeCluster(base);
  expect((await cluster.converge(wanted(base))).kind).toBe('done');
  expect(cluster.acts).toEqual([]);
});

test('a raise restarts the replicas, then hands the primary over', async () => {
  const cluster = new FakeCluster(base);
  await cluster.converge(wanted({ ...base, max_connections: '200' }));
  expect(cluster.acts).toEqual([
    'patch max_connections',
    'restart c',
    'restart b',
    'hand over a b',
  ]);
});

test('a reduction restarts the primary first', async () => {
  const cluster = new FakeCluster(base);
  await cluster.converge(wanted({ ...base, max_connections: '50' }));
  expect(cluster.acts).toEqual(['patch max_connections', 'restart a', 'restart c', 'restart b']);
});

test('pooled clients wait while the primary restarts in its place', async () => {
  const cluster = new FakeCluster(base);
  cluster.pooled = true;
  await cluster.converge(wanted({ ...base, max_connections: '50' }));
  expect(cluster.acts).toEqual([
    'patch max_connections',
    'pause',
    'restart a',
    'resume',
    'restart c',
    'restart b',
  ]);
});

test('a raise beside a reduction is carried out whole before the reduction is sent', async () => {
  const cluster = new FakeCluster({ ...base, max_worker_processes: '16' });
  const goal = { ...base, max_connections: '200', max_worker_processes: '8' };
  expect((await cluster.converge(wanted(goal))).kind).toBe('done');
  expect(cluster.acts).toEqual([
    'patch max_connections',
    'restart c',
    'restart b',
    'hand over a b',
    'patch max_worker_processes',
    'restart b',
    'restart c',
    'restart a',
  ]);
});

test('a parameter that is gone from the file returns to its default, on the command line too', async () => {
  const cluster = new FakeCluster({ ...base, max_locks_per_transaction: '128' });
  await cluster.converge(wanted(base));
  expect(cluster.config).toMatchObject({ postgresql: { parameters: base } });
  expect(cluster.acts).toEqual([
    'patch max_locks_per_transaction',
    'restart a',
    'restart c',
    'restart b',
  ]);
});

test('what a throw-away server does not start with is refused before anybody hears of it', async () => {
  const cluster = new FakeCluster(base);
  cluster.trial = { kind: 'fails', reason: 'FATAL: could not access file "nonsense"' };
  const goal = wanted({ ...base, shared_preload_libraries: 'nonsense' });
  expect(await cluster.converge(goal)).toEqual({
    kind: 'refuse',
    reason:
      'nothing was changed: FATAL: could not access file "nonsense" ' +
      '(tried: postgresql.parameters.shared_preload_libraries)',
  });
  expect(cluster.acts).toEqual([]);
  expect(cluster.tried).toMatchObject([
    { postgresqlConf: expect.stringContaining('shared_preload_libraries = nonsense') as string },
  ]);
});

test('candidate settings are tried once, with what Patroni passes on the command line', async () => {
  const cluster = new FakeCluster(base);
  await cluster.converge(wanted({ ...base, max_connections: '200' }));
  expect(cluster.tried).toHaveLength(1);
  expect(cluster.tried[0]?.postgresqlConf).toContain('max_connections = 200\n');
  expect(cluster.tried[0]?.postgresqlConf).toContain('wal_log_hints = on\n');
  expect(cluster.tried[0]?.pgHba).toBe(`${HBA}\n`);
});

test('a trial that cannot be made stops nothing: the first replica shows it then', async () => {
  const cluster = new FakeCluster(base);
  cluster.trial = { kind: 'unknown', reason: 'no space left' };
  expect((await cluster.converge(wanted({ ...base, work_mem: '8MB' }))).kind).toBe('done');
});

test('a value no server starts with ends at the first replica and is taken back', async () => {
  const cluster = new FakeCluster({ ...base, shared_buffers: '128MB' });
  cluster.fatal = { shared_buffers: '900GB' };
  const outcome = await cluster.converge(wanted({ ...base, shared_buffers: '900GB' }));
  expect(outcome).toMatchObject({ kind: 'refuse' });
  expect(JSON.stringify(outcome)).toContain('c: start failed; taken back');
  expect(cluster.acts).toEqual(['patch shared_buffers', 'restart c', 'patch shared_buffers']);
  expect(cluster.running('a')).toMatchObject({ shared_buffers: '128MB' });
  expect(cluster.config).toMatchObject({ postgresql: { parameters: { shared_buffers: '128MB' } } });
});

test('an access rule PostgreSQL does not read is taken back before a server restarts with it', async () => {
  const cluster = new FakeCluster(base);
  const outcome = await cluster.converge(wanted(base, { hba: 'nonsense all all peer' }));
  expect(JSON.stringify(outcome)).toContain('a: pg_hba.conf line 1: invalid connection type');
  expect(cluster.acts).toEqual(['patch pg_hba', 'patch pg_hba']);
  expect(cluster.config).toMatchObject({ postgresql: { pg_hba: [HBA] } });
});

test('killed after any act, the next process ends where an undisturbed one does', async () => {
  const goal = wanted({ ...base, max_connections: '200', work_mem: '8MB' });
  const undisturbed = new FakeCluster(base);
  await undisturbed.converge(goal);
  for (let kill = 1; kill <= undisturbed.acts.length; kill += 1) {
    const cluster = new FakeCluster(base);
    cluster.actsLeft = kill;
    expect((await cluster.converge(goal)).kind).toBe('done');
    expect(cluster.acts).toEqual(undisturbed.acts);
  }
});

test('killed between a change and its refusal, the next process still takes it back', async () => {
  for (const kill of [1, 2, 3]) {
    const cluster = new FakeCluster({ ...base, shared_buffers: '128MB' });
    cluster.fatal = { shared_buffers: '900GB' };
    cluster.actsLeft = kill;
    await cluster.converge(wanted({ ...base, shared_buffers: '900GB' }), 4);
    expect(cluster.running('a')).toMatchObject({ shared_buffers: '128MB' });
    expect(cluster.acts.filter((act) => act === 'restart a' || act === 'restart b')).toEqual([]);
  }
});

test('while somebody else is at work, nothing is touched', async () => {
  const cluster = new FakeCluster(base);
  cluster.busyWith = 'stop';
  expect(await cluster.converge(wanted({ ...base, work_mem: '8MB' }))).toEqual({
    kind: 'wait',
    reasons: ['patroni/b is at work: stop'],
  });
  expect(cluster.acts).toEqual([]);
});

test('what somebody else changed is said and left alone', async () => {
  const cluster = new FakeCluster(base);
  const state = wanted(base);
  cluster.settle(state);
  cluster.edit({ work_mem: '64MB' });
  cluster.altered['b'] = { jit: 'on' };
  expect((await cluster.converge(state)).kind).toBe('done');
  expect(cluster.acts).toEqual([]);
  expect(cluster.report.drift).toEqual([
    'postgresql.parameters.work_mem: 64MB -> 4MB',
    'b: ALTER SYSTEM: jit = on',
  ]);
});

test('what somebody else changed is taken back where the file says so', async () => {
  const cluster = new FakeCluster(base);
  const state = { ...wanted(base), topology: { ...topology(), drift: 'correct' as const } };
  cluster.settle(state);
  cluster.edit({ work_mem: '64MB' });
  cluster.altered['b'] = { jit: 'on' };
  expect((await cluster.converge(state)).kind).toBe('done');
  expect(cluster.acts).toEqual(['patch work_mem', 'b: ALTER SYSTEM RESET "jit"']);
  expect(cluster.config).toMatchObject({ postgresql: { parameters: base } });
  await cluster.converge(state);
  expect(cluster.report.drift).toEqual([]);
  expect(cluster.acts).toHaveLength(2);
});

test('a change of ours beside the drift of others is carried out alone', async () => {
  const cluster = new FakeCluster(base);
  cluster.settle(wanted(base));
  cluster.edit({ work_mem: '64MB' });
  await cluster.converge(wanted({ ...base, max_connections: '200' }, { digest: 'd2' }));
  expect(cluster.acts[0]).toBe('patch max_connections');
  expect(cluster.running('a')).toMatchObject({ work_mem: '64MB', max_connections: '200' });
});

test('after a rollback the earlier state takes back what is unfinished, and restarts nobody', async () => {
  const cluster = new FakeCluster(base);
  const state = wanted(base);
  cluster.settle(state);
  await cluster.converge(wanted({ ...base, max_connections: '200' }, { digest: 'd2' }), 3);
  expect(cluster.acts).toEqual(['patch max_connections', 'restart c', 'restart b']);
  await cluster.converge(state);
  expect(cluster.acts.slice(3)).toEqual(['patch max_connections']);
  expect(cluster.report.pendingChanges).toContain('b needs a restart: max_connections: 200 -> 100');
});
