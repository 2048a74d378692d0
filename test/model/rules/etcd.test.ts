import { expect, test } from 'vitest';
import { nodes, problemsOf } from './problems-of.js';

test('an even number of etcd members is refused', () => {
  expect(problemsOf({ nodes: nodes({}, {}, { etcd: false }) })).toMatchObject([
    { code: 'ETCD_EVEN', at: 'nodes', got: '2 etcd members' },
  ]);
  const none = nodes({ etcd: false }, { etcd: false }, { etcd: false });
  expect(problemsOf({ nodes: none })).toMatchObject([{ code: 'ETCD_EVEN' }]);
});

test('three of four is fine once it is said', () => {
  const chosen = nodes({ etcd: true }, { etcd: true }, { etcd: true }, { etcd: false });
  expect(problemsOf({ nodes: chosen })).toEqual([]);
});

test('two nodes must say who carries etcd, and are not also called even', () => {
  const two = nodes({}, {});
  expect(problemsOf({ nodes: two }).map(({ code, at }) => `${code} ${at}`)).toEqual([
    'ETCD_UNDECIDED nodes[0].etcd',
    'ETCD_UNDECIDED nodes[1].etcd',
  ]);
});

test('an election lasts five heartbeats and half of retry_timeout', () => {
  const codes = (heartbeat: number, election: number) =>
    problemsOf({ etcd: { 'heartbeat-interval': heartbeat, 'election-timeout': election } }).map(
      ({ code, at }) => `${code} ${at}`,
    );
  expect(codes(200, 1000)).toEqual([]);
  expect(codes(201, 1000)).toEqual(['ETCD_ELECTION etcd.election-timeout']);
  expect(codes(100, 5000)).toEqual([]);
  expect(codes(100, 5001)).toEqual(['ETCD_ELECTION etcd.election-timeout']);
});

test('what is kept at a compaction is a time by age and a number by revision', () => {
  const codes = (mode: 'periodic' | 'revision', retention: string) =>
    problemsOf({
      etcd: { 'auto-compaction-mode': mode, 'auto-compaction-retention': retention },
    }).map(({ code, at }) => `${code} ${at}`);
  expect(codes('periodic', '30m')).toEqual([]);
  expect(codes('revision', '1000')).toEqual([]);
  expect(codes('periodic', '5')).toEqual(['ETCD_COMPACTION etcd.auto-compaction-retention']);
  expect(codes('revision', '1h')).toEqual(['ETCD_COMPACTION etcd.auto-compaction-mode']);
});
