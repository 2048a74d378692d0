import { expect, test } from 'vitest';
import { rolePassword } from '../../src/model/role-password.js';
import { checks } from '../../src/verify/checks.js';
import { clientConnections } from '../../src/verify/client-connections.js';
import { haproxyRouting } from '../../src/verify/haproxy-routing.js';
import { patroniFormed } from '../../src/verify/patroni-formed.js';
import { replication } from '../../src/verify/replication.js';
import { servicesRunning } from '../../src/verify/services-running.js';
import { verifyCluster } from '../../src/verify/verify-cluster.js';
import { context, server, view } from './factories.js';

test('a check that throws has failed with what it was told; the others still run', async () => {
  const broken = context({
    connect: () => Promise.reject(new Error('connection refused')),
    roles: undefined,
  });
  const report = await verifyCluster(broken, checks);
  expect(report.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'services-running pass',
    'etcd-healthy pass',
    'patroni-formed pass',
    'replication fail',
    'haproxy-routing fail',
    'client-connections skip',
    'databases-accessible skip',
  ]);
  expect(report).toMatchObject({ passed: 3, failed: 2, skipped: 2 });
  expect(report.checks[3]?.problem).toMatchObject({ got: 'connection refused' });
});

test('a missing HAProxy task is named', async () => {
  const missing = view({ haproxy: { expected: 2, tasks: view().haproxy.tasks } });
  const finding = await servicesRunning.run(context({ view: missing }));
  expect(finding).toMatchObject({ status: 'fail', problem: { got: '1 of 2 HAProxy tasks' } });
});

test('a cluster that is not up has not formed', async () => {
  const down = view({ up: false, reasons: ['no sync standby is registered'] });
  expect(await patroniFormed.run(context({ view: down }))).toMatchObject({
    problem: { got: 'no sync standby is registered' },
  });
});

test('a row that never arrives fails after the bound, and the scratch schema is dropped', async () => {
  const statements: string[] = [];
  const connect = server((target, text) => {
    statements.push(`${target.host} ${text.split(' ')[0] ?? ''}`);
    return text.startsWith('SELECT') && target.host === 'b' ? [{ found: 1 }] : [];
  });
  expect(await replication.run(context({ connect }))).toMatchObject({
    status: 'fail',
    problem: { got: 'not seen on c' },
  });
  expect(statements.at(-1)).toBe('a DROP');
});

test('the primary on the read port, or a replica on the write port, fails', async () => {
  const route = (write: boolean, read: boolean) =>
    server(({ port }) => [{ replica: port === 5433 ? read : write, server: '10.0.0.1' }]);
  const run = (write: boolean, read: boolean) =>
    haproxyRouting.run(context({ connect: route(write, read) }));
  expect(await run(false, true)).toMatchObject({ status: 'pass' });
  expect(await run(false, false)).toMatchObject({ problem: { at: 'haproxy:5433' } });
  expect(await run(true, true)).toMatchObject({ problem: { at: 'haproxy:5432' } });
});

test('a pooler that accepts any password fails', async () => {
  const right = rolePassword({ key: 'test-key' }, 'project_owner');
  const row = { name: 'project_owner', replica: false };
  const strict = server(() => [row]);
  const careful: typeof strict = (target) =>
    target.password === right ? strict(target) : Promise.reject(new Error('no'));
  expect(await clientConnections.run(context({ connect: careful }))).toMatchObject({
    status: 'pass',
  });
  expect(await clientConnections.run(context({ connect: strict }))).toMatchObject({
    problem: { got: 'a wrong password was accepted' },
  });
});
