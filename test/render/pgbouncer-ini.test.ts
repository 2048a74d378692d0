import { describe, expect, test } from 'vitest';
import { poolerSettingsSchema } from '../../config/schema/pgbouncer-settings.js';
import { RTO_SECONDS, writeGaps } from '../../src/model/failover-bound.js';
import type { Rto } from '../../src/model/presets.js';
import { parseConnectionString } from '../../src/syntax/connection-string.js';
import { parseIni } from '../../src/syntax/ini.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { renderedText } from './rendered.js';

const { databases = {}, pgbouncer = {} } = parseIni(
  renderedText('pgbouncer/pgbouncer.ini', {
    databases: [{ name: 'project', owner: 'app', pool_size: 21 }],
  }),
);

test('sends every database through HAProxy, its limit for all users together', () => {
  expect(parseConnectionString(databases.project ?? '')).toEqual({
    host: 'orders-haproxy',
    port: '5432',
    pool_size: '21',
    max_db_connections: '21',
  });
});

test('looks passwords up in a database that it knows, and holds none', () => {
  expect(pgbouncer).toMatchObject({
    auth_type: 'scram-sha-256',
    auth_user: 'pgbouncer_auth',
    auth_file: '/etc/pgbouncer/userlist.txt',
    auth_query: 'SELECT uname, phash FROM pgbouncer.user_lookup($1)',
  });
  expect(Object.keys(databases)).toContain(pgbouncer.auth_dbname);
  expect(Object.values(databases).filter((line) => /password|user=/.test(line))).toEqual([]);
});

test('is back within a second of a failover', () => {
  expect(Number(pgbouncer.server_login_retry)).toBeLessThanOrEqual(1);
});

test.each(Object.keys(RTO_SECONDS) as Rto[])(
  'a pooled client waits out every failover that rto: %s stands for',
  (rto) => {
    const changes = { availability: { rto } };
    const { pgbouncer: section } = parseIni(renderedText('pgbouncer/pgbouncer.ini', changes));
    const waits = Number(section?.['query_wait_timeout']);
    const failovers = writeGaps(clusterConfig(changes)).filter(
      ({ event }) => event !== 'switchover',
    );
    for (const { seconds } of failovers) expect(waits).toBeGreaterThanOrEqual(seconds);
    expect(failovers).toHaveLength(2);
  },
);

test('a setting stands in the file if it has a value, switches as 0 and 1, lists with commas', () => {
  const { pgbouncer: lines = {} } = parseIni(
    renderedText('pgbouncer/pgbouncer.ini', {
      databases: [{ name: 'project', owner: 'app', pool_size: 21 }],
      pgbouncer: {
        server_reset_query_always: true,
        log_stats: false,
        track_extra_parameters: ['IntervalStyle', 'search_path'],
        reserve_pool_timeout: 2.5,
      },
    }),
  );
  const set = {
    server_reset_query_always: '1',
    log_stats: '0',
    track_extra_parameters: 'IntervalStyle,search_path',
    reserve_pool_timeout: '2.5',
  };
  expect(lines).toMatchObject(set);
  expect(Object.keys(lines).filter((key) => !(key in set))).toEqual(Object.keys(pgbouncer));
});

test('limits of one database and of one login stand in their own lines', () => {
  const text = renderedText('pgbouncer/pgbouncer.ini', {
    databases: [
      {
        name: 'project',
        owner: 'app',
        pool_size: 9,
        pool: { reserve_pool_size: 3, connect_query: "SET search_path = 'a b'" },
      },
    ],
    pgbouncer: { users: [{ name: 'reports', pool_mode: 'session', query_timeout: 60 }] },
  });
  const { databases: lines = {}, users } = parseIni(text);
  expect(parseConnectionString(lines.project ?? '')).toMatchObject({
    pool_size: '9',
    reserve_pool_size: '3',
    max_db_connections: '12',
    connect_query: "SET search_path = 'a b'",
  });
  expect(users).toEqual({ reports: 'pool_mode=session query_timeout=60' });
});

test('no key of the cluster file can take the place of an address, path or lookup', () => {
  const fixed = Object.keys(pgbouncer).filter((key) =>
    /^(auth|listen_[ap]|unix|server_tls)/.test(key),
  );
  expect(fixed).toHaveLength(10);
  expect(fixed.filter((key) => key in poolerSettingsSchema.shape)).toEqual([]);
});

describe('a database without a size', () => {
  const withConnections = (max_connections: number, pool_size?: number) =>
    renderedText('pgbouncer/pgbouncer.ini', {
      postgresql: { parameters: { max_connections } },
      databases: [
        { name: 'a', owner: 'app' },
        { name: 'b', owner: 'app', pool_size },
      ],
    });

  test('has the same file whatever max_connections is: nothing restarts PgBouncer', () => {
    expect(withConnections(200)).toBe(withConnections(100));
  });

  test('starts with one connection, and the file says why', () => {
    const text = withConnections(100, 5);
    const { databases: lines = {}, pgbouncer: section } = parseIni(text);
    expect(parseConnectionString(lines.a ?? '')).toEqual({ host: 'orders-haproxy', port: '5432' });
    expect(lines.b).toContain('pool_size=5 max_db_connections=5');
    expect(section).toMatchObject({ default_pool_size: '1', max_db_connections: '1' });
    expect(text).toContain('# A database without pool_size follows max_connections');
  });

  test('is the only reason for these: where all sizes are given, nothing is said of it', () => {
    const databases = [{ name: 'a', owner: 'app', pool_size: 5 }];
    const text = renderedText('pgbouncer/pgbouncer.ini', { databases });
    expect(text).not.toMatch(/default_pool_size|follows/);
  });
});
