import { expect, test } from 'vitest';
import { parseClusterFile } from '../../config/load.js';

function problemOf(text: string, at: string) {
  const { problems } = parseClusterFile(text, 'orders.yaml');
  return problems.find((problem) => problem.at === at);
}

test('names the key that was probably meant', () => {
  expect(problemOf('patroni: { dcs: { loop-wiat: 5 } }', 'patroni.dcs.loop-wiat')).toMatchObject({
    fix: 'write loop_wait',
  });
});

test('says where a key of another section belongs', () => {
  expect(problemOf('patroni: { ttl: 30 }', 'patroni.ttl')?.fix).toBe('move it to patroni.dcs.ttl');
});

test('names no key when none is near', () => {
  expect(problemOf('patroni: { zookeeper: 1 }', 'patroni.zookeeper')?.fix).toBe('remove it');
});

test('names the value that was probably meant, in a union too', () => {
  expect(problemOf('availability: { rto: fsat }', 'availability.rto')?.fix).toBe('write fast');
  const mode = problemOf(
    'patroni: { dcs: { synchronous_mode: qorum } }',
    'patroni.dcs.synchronous_mode',
  );
  expect(mode).toMatchObject({ code: 'NOT_ALLOWED_VALUE', fix: 'write quorum' });
});

test('says which numbers are allowed', () => {
  expect(problemOf('patroni: { dcs: { ttl: 10 } }', 'patroni.dcs.ttl')).toMatchObject({
    got: '10',
    need: 'a whole number from 20 to 3600',
  });
});

test('tells text from a number', () => {
  expect(problemOf('haproxy: { write_port: "5432" }', 'haproxy.write_port')).toMatchObject({
    got: '"5432" (text)',
    fix: 'remove the quotes: 5432',
  });
});

test('a misspelt key that is required is one problem, not two', () => {
  expect(problemOf('scop: orders', 'scop')?.fix).toBe('write scope');
  expect(problemOf('scop: orders', 'scope')).toBeUndefined();
});
