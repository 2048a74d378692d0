import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { initdbOptions } from '../../../src/model/initdb-options.js';
import { clusterConfig } from '../../fixtures/clusters.js';
import { nodes, problemsOf } from './problems-of.js';

type Postgresql = NonNullable<ClusterInput['postgresql']>;

const patroni = `registry.example.org/patroni@sha256:${'a'.repeat(64)}`;

const problems = (postgresql: Postgresql) =>
  problemsOf({ postgresql, images: { patroni } }).map(({ code, at }) => `${code} ${at}`);

test('a locale of the operating system must be in the image, unless the image is yours', () => {
  const postgresql = { initdb: { locale: 'de_DE.UTF-8', 'lc-time': 'C' } };
  expect(problemsOf({ postgresql })).toMatchObject([
    { code: 'LOCALE_NOT_IN_IMAGE', at: 'postgresql.initdb.locale', got: 'de_DE.UTF-8' },
  ]);
  expect(problemsOf({ postgresql, images: { patroni } })).toEqual([]);
});

test.each<Postgresql>([
  { initdb: { encoding: 'LATIN1', locale: 'C' } },
  { initdb: { encoding: 'SQL_ASCII' } },
  { version: 15, initdb: { 'locale-provider': 'icu', 'icu-locale': 'de-DE' } },
  { initdb: { 'locale-provider': 'builtin' } },
  { version: 18, initdb: { 'locale-provider': 'builtin', 'builtin-locale': 'PG_UNICODE_FAST' } },
  { initdb: { encoding: 'LATIN1', locale: 'C', 'locale-provider': 'builtin' } },
])('initdb takes %j', (postgresql) => {
  expect(problems(postgresql)).toEqual([]);
});

test.each<[Postgresql, string]>([
  [{ initdb: { encoding: 'LATIN1' } }, 'encoding'],
  [{ initdb: { encoding: 'LATIN1', locale: 'C', 'lc-ctype': 'de_DE.utf8' } }, 'encoding'],
  [{ version: 14, initdb: { 'locale-provider': 'icu', 'icu-locale': 'de' } }, 'locale-provider'],
  [{ initdb: { 'locale-provider': 'icu' } }, 'locale-provider'],
  [{ initdb: { 'icu-locale': 'de' } }, 'icu-locale'],
  [{ initdb: { 'builtin-locale': 'C' } }, 'builtin-locale'],
  [{ version: 16, initdb: { 'locale-provider': 'builtin' } }, 'locale-provider'],
  [{ initdb: { 'locale-provider': 'builtin', locale: 'de_DE' } }, 'locale-provider'],
  [
    { initdb: { 'locale-provider': 'builtin', 'builtin-locale': 'PG_UNICODE_FAST' } },
    'builtin-locale',
  ],
  [{ initdb: { encoding: 'SQL_ASCII', 'locale-provider': 'icu', 'icu-locale': 'de' } }, 'encoding'],
  [
    { initdb: { encoding: 'WIN874', locale: 'C', 'locale-provider': 'icu', 'icu-locale': 'de' } },
    'encoding',
  ],
])('initdb would refuse %j', (postgresql, key) => {
  expect(problems(postgresql)).toEqual([`INITDB_LOCALE postgresql.initdb.${key}`]);
});

test('two WAL files fit into min_wal_size, tuned or given', () => {
  const codes = (size: 64 | 1024, disk: string, min?: string) =>
    problemsOf({
      nodes: nodes({ disk }, { disk }, { disk }),
      postgresql: {
        initdb: { 'wal-segsize': size },
        parameters: min === undefined ? {} : { min_wal_size: min },
      },
    }).map(({ code }) => code);
  expect(codes(1024, '100GB')).toEqual([]);
  expect(codes(1024, '30GB')).toEqual(['WAL_SEGMENT_SIZE']);
  expect(codes(64, '100GB', '127MB')).toEqual(['WAL_SEGMENT_SIZE']);
  expect(codes(64, '100GB', '128MB')).toEqual([]);
});

test('what is not said is not passed on, and 18 must be told to leave checksums out', () => {
  const names = (postgresql: Postgresql) =>
    initdbOptions(clusterConfig({ postgresql }).postgresql).map(({ name }) => name);
  const always = ['encoding', 'locale', 'auth-local', 'auth-host'];
  expect(names({})).toEqual([...always, 'data-checksums']);
  expect(names({ initdb: { 'data-checksums': false } })).toEqual(always);
  expect(names({ version: 18, initdb: { 'data-checksums': false } })).toEqual([
    ...always,
    'no-data-checksums',
  ]);
});
