import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

const codes = (changes: Partial<ClusterInput>) => problemsOf(changes).map(({ code }) => code);

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

test('a standby that hangs is dropped before the lock would have ended', () => {
  const timeout = (wal_sender_timeout: string | number) =>
    codes({ postgresql: { parameters: { wal_sender_timeout } } });
  expect(timeout('30s')).toEqual([]);
  expect(timeout('30001ms')).toEqual(['WAL_SENDER_TIMEOUT']);
  expect(timeout(0)).toEqual(['WAL_SENDER_TIMEOUT']);
});

test('the map of an access rule has a line, whichever way the rule is written', () => {
  const maps = (map: string) =>
    codes({
      postgresql: {
        pg_hba: [
          `host orders all 10.0.0.0/8 ident map=${map}`,
          { type: 'host', address: '10.0.0.0/8', method: 'ident', options: { map } },
        ],
        pg_ident: ['users anna app', '"users" ben app'],
      },
    });
  expect(maps('users')).toEqual([]);
  expect(maps('user')).toEqual(['HBA_MAP_UNKNOWN', 'HBA_MAP_UNKNOWN']);
});
