import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

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
