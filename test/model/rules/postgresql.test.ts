import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

const hba = (...pg_hba: string[]) =>
  problemsOf({ postgresql: { pg_hba } }).map(({ code, at }) => `${code} ${at}`);

test.each([
  'local all postgres peer',
  'host all all 10.0.0.0/8 scram-sha-256',
  'host all all 10.0.0.0 255.0.0.0 scram-sha-256',
  'hostssl "my db",other +readers samenet cert map=users # why',
  'host all all ::1/128 reject',
])('%s can stand in pg_hba', (line) => {
  expect(hba(line)).toEqual([]);
});

test.each([
  'hots all all 10.0.0.0/8 scram-sha-256',
  'host all all scram-sha-256',
  'host all all 10.0.0.0 255.0.0.0',
  'host all all 10.0.0.0/8 scram',
  'host "all all 10.0.0.0/8 trust',
  'host all all 10.0.0.0/8 trust \\',
  '# only a comment',
  'include other.conf',
  '',
])('%s is refused in pg_hba', (line) => {
  expect(hba('local all all peer', line)).toEqual(['HBA_SYNTAX postgresql.pg_hba[1]']);
});

test('parameters that Patroni writes are refused, all others pass', () => {
  const parameters = { port: 5433, recovery_target_time: 'x', work_mem: '64MB' };
  expect(problemsOf({ postgresql: { parameters } })).toMatchObject([
    { code: 'PATRONI_CONTROLLED', at: 'postgresql.parameters.port' },
    { code: 'PATRONI_CONTROLLED', at: 'postgresql.parameters.recovery_target_time' },
  ]);
});

test('a database stands once, and takes no name that is in use', () => {
  const databases = [
    { name: 'project', owner: 'app' },
    { name: 'project', owner: 'replicator' },
    { name: 'template1', owner: 'pg_monitor' },
  ];
  expect(problemsOf({ databases }).map(({ code, at }) => `${code} ${at}`)).toEqual([
    'DUPLICATE_DATABASE databases[1].name',
    'RESERVED_NAME databases[1].owner',
    'RESERVED_NAME databases[2].name',
    'RESERVED_NAME databases[2].owner',
  ]);
});
