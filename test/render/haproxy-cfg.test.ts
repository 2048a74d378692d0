import { expect, test } from 'vitest';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { parseHaproxy } from '../../src/syntax/haproxy-text.js';
import { renderedText } from './rendered.js';

/** The lines of one section, each joined by single blanks. */
function section(header: string, overrides: Partial<ClusterInput> = {}): string[] {
  const lines: string[] = [];
  let inside = false;
  const headers = /^(global|defaults|resolvers|frontend|backend)$/;
  for (const words of parseHaproxy(renderedText('haproxy/haproxy.cfg', overrides))) {
    if (headers.test(words[0] ?? '')) inside = words.join(' ') === header;
    else if (inside) lines.push(words.join(' '));
  }
  return lines;
}

test('sends writes to the primary only and cuts sessions of a member that no longer is', () => {
  expect(section('frontend write')).toEqual(['bind :5432', 'default_backend primary']);
  const primary = section('backend primary');
  expect(primary).toContain('http-check send meth OPTIONS uri /primary');
  expect(primary).toContain('default-server on-marked-down shutdown-sessions');
});

test('sends reads to replicas, to the primary only while there is none', () => {
  expect(section('frontend read')).toEqual([
    'bind :5433',
    'use_backend primary if { nbsrv(replicas) eq 0 }',
    'default_backend replicas',
  ]);
  const replicas = section('backend replicas', { haproxy: { read_max_lag: '32MB' } });
  expect(replicas).toContain('http-check send meth OPTIONS uri /replica?lag=32MB');
  expect(replicas.filter((line) => line.includes('shutdown-sessions'))).toEqual([]);
});

test('tries a connection that was refused at whoever takes connections by then', () => {
  const lines = section('defaults', { haproxy: { retries: 5 } });
  expect(lines).toContain('retries 5');
  // Every try, not only the last one, which is what no number means.
  expect(lines).toContain('option redispatch 1');
});

test('keeps the address of a member whose name is gone, but not beside a new one', () => {
  const holds = section('resolvers docker').filter((line) => line.startsWith('hold'));
  expect(holds).toEqual([
    'hold valid 1s',
    ...['nx', 'other', 'refused', 'timeout'].map((why) => `hold ${why} 2m`),
    'hold obsolete 0s',
  ]);
});

test('asks Docker for addresses, never libc', () => {
  expect(section('backend primary')).toContain(
    'default-server init-addr none resolvers docker resolve-prefer ipv4',
  );
});

test.each([
  ['fast', 'inter 500ms fastinter 200ms', 'downinter 250ms fall 2 rise 1'],
  ['normal', 'inter 2s fastinter 500ms', 'downinter 1s fall 2 rise 2'],
] as const)('checks members at the pace of %s', (rto, pace, votes) => {
  const lines = section('backend primary', { availability: { rto } });
  expect(lines).toContain(`default-server ${pace}`);
  expect(lines).toContain(`default-server ${votes}`);
});

test('asks for a password before the statistics, not before life and metrics', () => {
  const stats = section('frontend stats');
  const auth = stats.indexOf('http-request auth realm orders unless { http_auth(stats-users) }');
  const metrics = stats.indexOf(
    'http-request use-service prometheus-exporter if { path /metrics }',
  );
  expect(metrics).toBeGreaterThan(-1);
  expect(auth).toBeGreaterThan(metrics);
  expect(stats).toContain('monitor-uri /alive');
});

test('a check that the user sets wins over the preset, alone', () => {
  const lines = section('backend primary', {
    availability: { rto: 'fast' },
    haproxy: { check: { inter: '1s', fall: 3 }, timeout: { check: '700ms' } },
  });
  expect(lines).toContain('default-server inter 1s fastinter 200ms');
  expect(lines).toContain('default-server downinter 250ms fall 3 rise 1');
  const timeout = { check: '700ms' };
  expect(section('defaults', { haproxy: { timeout } })).toContain('timeout check 700ms');
});

test('an answer may take two checks, from one second to three', () => {
  const wait = (inter: string) =>
    section('defaults', { haproxy: { check: { inter, fastinter: '100ms' } } }).filter((line) =>
      line.startsWith('timeout check'),
    );
  expect(['200ms', '1s', '5s'].flatMap(wait)).toEqual([
    'timeout check 1s',
    'timeout check 2s',
    'timeout check 3s',
  ]);
});

test('one time gives one text, however it is typed', () => {
  const lines = (client: string) => section('defaults', { haproxy: { timeout: { client } } });
  expect(lines('1d')).toEqual(lines('24h'));
  expect(lines('90m')).toContain('timeout client 90m');
});

test('reads stay away from the primary if the user says so', () => {
  expect(section('frontend read', { haproxy: { read_fallback: false } })).toEqual([
    'bind :5433',
    'default_backend replicas',
  ]);
});

test('without a log no format is set that HAProxy would warn about', () => {
  const haproxy = { log_level: 'off' } as const;
  const logs = ['global', 'defaults', 'frontend stats'].flatMap((name) =>
    section(name, { haproxy }).filter((line) => /log/.test(line)),
  );
  expect(logs).toEqual([]);
  expect(section('global', { haproxy: { log_level: 'err' } })).toContain(
    'log stdout format raw local0 err',
  );
});

test('the limit of a member holds for reads and writes', () => {
  const haproxy = { server_maxconn: 40, timeout: { queue: '3s' } };
  for (const backend of ['backend primary', 'backend replicas']) {
    expect(section(backend, { haproxy })).toContain('default-server maxconn 40');
  }
  expect(section('defaults', { haproxy })).toContain('timeout queue 3s');
});
