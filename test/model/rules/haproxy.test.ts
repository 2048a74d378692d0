import { expect, test } from 'vitest';
import { nodes, problemsOf } from './problems-of.js';

test('a member in doubt is checked no slower than others, the preset included', () => {
  const at = (check: object) => problemsOf({ haproxy: { check } }).map(({ at: path }) => path);
  expect(at({ inter: '1s', fastinter: '1s' })).toEqual([]);
  expect(at({ inter: '1s', fastinter: '1001ms' })).toEqual(['haproxy.check.fastinter']);
  expect(at({ inter: '499ms' })).toEqual(['haproxy.check.inter']);
  expect(
    problemsOf({ availability: { rto: 'fast' }, haproxy: { check: { inter: '499ms' } } }),
  ).toEqual([]);
});

test('HAProxy has no more threads than the smallest node has CPUs', () => {
  const codes = (nbthread: number) =>
    problemsOf({ haproxy: { nbthread }, nodes: nodes({}, { cpus: 3.5 }, {}) }).map(
      ({ code }) => code,
    );
  expect(codes(3)).toEqual([]);
  expect(codes(4)).toEqual(['HAPROXY_THREADS']);
});

test('a queue timeout needs something to queue for', () => {
  const timeout = { queue: '5s' };
  expect(problemsOf({ haproxy: { timeout } })).toMatchObject([
    { code: 'HAPROXY_QUEUE_UNUSED', at: 'haproxy.timeout.queue' },
  ]);
  expect(problemsOf({ haproxy: { timeout, server_maxconn: 50 } })).toEqual([]);
});

test('TCP keepalive finds a dead peer before the silence ends the connection', () => {
  const codes = (idle: string) =>
    problemsOf({
      haproxy: { tcpka: { idle, intvl: '10s', cnt: 3 }, timeout: { client: '24h', server: '1h' } },
    }).map(({ code }) => code);
  expect(codes('3569s')).toEqual([]);
  expect(codes('3570s')).toEqual(['KEEPALIVE_UNUSED']);
});
