import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { problemsOf } from './problems-of.js';

type Database = NonNullable<ClusterInput['databases']>[number];

const found = (database: Partial<Database>, rest: Partial<ClusterInput> = {}) =>
  problemsOf({ databases: [{ name: 'project', owner: 'app', ...database }], ...rest }).map(
    ({ code, at }) => `${code} ${at}`,
  );

test.each<[Partial<Database>, Partial<ClusterInput>?]>([
  [{ encoding: 'LATIN1', locale: 'C' }],
  [{ locale_provider: 'icu', icu_locale: 'de-DE' }],
  [{ locale_provider: 'builtin', builtin_locale: 'C.UTF-8', template: 'template0' }],
  [{ template: 'template1' }],
  [
    { icu_locale: 'de-DE' },
    { postgresql: { initdb: { 'locale-provider': 'icu', 'icu-locale': 'und' } } },
  ],
])('a database may have %j', (database, rest) => {
  expect(found(database, rest)).toEqual([]);
});

test.each<[Partial<Database>, string, Partial<ClusterInput>?]>([
  [{ encoding: 'LATIN1' }, 'encoding'],
  [{ icu_locale: 'de-DE' }, 'icu_locale'],
  [{ locale_provider: 'icu' }, 'locale_provider'],
  [{ locale_provider: 'icu', icu_locale: 'de-de' }, 'icu_locale'],
  [{ locale_provider: 'icu', icu_locale: 'root' }, 'icu_locale'],
  [
    { locale_provider: 'icu', icu_locale: 'de-DE' },
    'locale_provider',
    { postgresql: { version: 14 }, images: { patroni: `r/p@sha256:${'a'.repeat(64)}` } },
  ],
  [{ encoding: 'UTF8', template: 'template1' }, 'template'],
])('a database cannot have %j', (database, key, rest) => {
  expect(found(database, rest)).toEqual([`DATABASE_LOCALE databases[0].${key}`]);
});

test('the locale of a database must be in the image', () => {
  expect(found({ locale: 'de_DE.UTF-8' })).toEqual(['LOCALE_NOT_IN_IMAGE databases[0].locale']);
});

test('an extension is listed once, whichever form it has', () => {
  expect(found({ extensions: ['vector', { name: 'vector', version: '0.8.0' }] })).toEqual([
    'DUPLICATE_EXTENSION databases[0].extensions[1]',
  ]);
});
