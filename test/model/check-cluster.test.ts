import { expect, test } from 'vitest';
import { loadClusterConfig, parseClusterFile } from '../../config/load.js';
import { checkCluster, requireSound } from '../../src/model/check-cluster.js';
import { clusterConfig, invalidFixtures } from '../fixtures/clusters.js';

const TTL_TOO_SHORT = 'patroni: { dcs: { retry_timeout: 14 } }';

function codesOf(text: string): string[] {
  const { readable, doubtful, positions, problems } = parseClusterFile(text, 'orders.yaml');
  const found = readable ? checkCluster(readable, { doubtful, positions }) : [];
  return [...problems, ...found].map(({ code }) => code);
}

test('a rule speaks although other parts of the file are wrong', () => {
  expect(codesOf(`scope: Orders\n${TTL_TOO_SHORT}`)).toEqual(
    expect.arrayContaining(['BAD_FORMAT', 'HA_TTL_TOO_SHORT']),
  );
});

test('a rule is silent when a value it reads has a problem already', () => {
  const text = 'patroni: { dcs: { retry_timeout: 14, ttl: 10 } }';
  expect(codesOf(text)).toContain('OUT_OF_RANGE');
  expect(codesOf(text)).not.toContain('HA_TTL_TOO_SHORT');
});

test('a rule is silent when a value it reads may stand under a misspelt key', () => {
  expect(codesOf('patroni: { dcs: { retry_timeout: 14, tll: 60 } }')).not.toContain(
    'HA_TTL_TOO_SHORT',
  );
});

test('a rule speaks about a list of which one entry has another mistake', () => {
  const databases = 'databases: [{ name: a, owner: x }, { name: a, owner: x, ownr: y }]';
  expect(codesOf(databases)).toEqual(expect.arrayContaining(['UNKNOWN_KEY', 'DUPLICATE_DATABASE']));
});

test('a loaded configuration still knows where its keys stand', () => {
  const fixture = invalidFixtures().find(({ file }) => file.endsWith('/ha-ttl.yaml'));
  const config = loadClusterConfig(fixture?.file ?? '');
  expect(checkCluster(config)).toMatchObject([{ source: { line: 11, column: 10 } }]);
});

test('a cluster that was never in a file is refused just the same', () => {
  expect(() => {
    requireSound(clusterConfig({ swarm: {} }));
  }).toThrow('MANAGERS_MISSING');
  expect(() => {
    requireSound(clusterConfig());
  }).not.toThrow();
});
