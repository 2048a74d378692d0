import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

type Role = NonNullable<ClusterInput['roles']>[number];

const databases = [{ name: 'project', owner: 'app', pool_size: 10 }];

const found = (roles: Role[], changes: Partial<ClusterInput> = {}) =>
  problemsOf({ databases, roles, ...changes }).map(({ code, at }) => `${code} ${at}`);

test('a role has the rights of roles that exist: of the file, an owner, or of its PostgreSQL', () => {
  expect(found([{ name: 'a', member_of: ['b', 'app', 'pg_maintain'] }, { name: 'b' }])).toEqual([]);
  expect(found([{ name: 'a', member_of: ['pg_signal_autovacuum_worker', 'c'] }])).toEqual([
    'ROLE_MEMBERSHIP roles[0].member_of[0]',
    'ROLE_MEMBERSHIP roles[0].member_of[1]',
  ]);
});

test('no role is a member of itself, over others or at once', () => {
  const circle = [
    { name: 'a', member_of: ['b'] },
    { name: 'b', member_of: ['c'] },
    { name: 'c', member_of: ['a', 'c'] },
    { name: 'd', member_of: ['a'] },
  ];
  expect(found(circle)).toEqual([
    'ROLE_MEMBERSHIP roles[0].member_of[0]',
    'ROLE_MEMBERSHIP roles[1].member_of[0]',
    'ROLE_MEMBERSHIP roles[2].member_of[0]',
    'ROLE_MEMBERSHIP roles[2].member_of[1]',
  ]);
});

test('a session has only what each session may have for itself', () => {
  const parameters = (given: NonNullable<Role['parameters']>) =>
    found([{ name: 'a', parameters: given }]);
  expect(
    parameters({ work_mem: '64MB', jit: false, 'app.tenant': 'x', log_connections: true }),
  ).toEqual([]);
  expect(parameters({ shared_buffers: '1GB', wrok_mem: '1MB', work_mem: '1 Megabyte' })).toEqual([
    'SESSION_SETTING roles[0].parameters.shared_buffers',
    'SESSION_SETTING roles[0].parameters.wrok_mem',
    'SESSION_SETTING roles[0].parameters.work_mem',
  ]);
});

test('the limit of a database has room for its pools on every node', () => {
  const limit = (connection_limit: number) =>
    found([], { databases: databases.map((database) => ({ ...database, connection_limit })) });
  expect(limit(30)).toEqual([]);
  expect(limit(29)).toEqual(['DATABASE_CONNECTIONS databases[0].connection_limit']);
});
