import { expect, test } from 'vitest';
import { databases } from '../../src/reconciler/databases.js';
import { extensions } from '../../src/reconciler/extensions.js';
import { DONE } from '../../src/reconciler/step.js';
import { context, desired, FakeSql } from './factories.js';

const project = { name: 'project', owner: 'app', extensions: [] };

const row = {
  name: 'project',
  owner: 'app',
  open_to_all: false,
  connections: -1,
  settings: null,
  encoding: 'UTF8',
  collate: 'C.utf8',
  ctype: 'C.utf8',
  provider: 'i',
  provider_locale: 'de-DE',
};

test('a database is born with what the file says, from the template without any text', async () => {
  const sql = new FakeSql();
  const locale = { encoding: 'LATIN1', locale: 'C', localeProvider: 'icu', icuLocale: 'de-DE' };
  const state = desired([{ ...project, ...(locale as object) }]);
  await databases.run(context(sql, { desired: state }));
  expect(sql.changes[0]).toBe(
    `CREATE DATABASE "project" OWNER "app" TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' ` +
      `LOCALE_PROVIDER 'icu' ICU_LOCALE 'de-DE'`,
  );
});

test('a template alone is used as it is', async () => {
  const sql = new FakeSql();
  const state = desired([{ ...project, template: 'template0' }]);
  await databases.run(context(sql, { desired: state }));
  expect(sql.changes[0]).toBe('CREATE DATABASE "project" OWNER "app" TEMPLATE template0');
});

test('a database that was born as the file says costs one read', async () => {
  const sql = new FakeSql({ pg_database: [row] });
  const state = desired([
    { ...project, encoding: 'UTF8', locale: 'C.UTF-8', localeProvider: 'icu', icuLocale: 'de-DE' },
  ]);
  expect(await databases.run(context(sql, { desired: state }))).toEqual(DONE);
  expect(sql.changes).toEqual([]);
});

test.each([
  [{ encoding: 'LATIN1' }, 'its encoding is UTF8, not LATIN1'],
  [{ locale: 'C' }, 'its locale (order) is C.utf8, not C'],
  [{ localeProvider: 'libc' as const }, 'its locale_provider is icu, not libc'],
  [{ icuLocale: 'en' }, 'its icu_locale is de-DE, not en'],
])('a database that was born otherwise than %j is refused untouched', async (born, reason) => {
  const sql = new FakeSql({ pg_database: [row] });
  const state = desired([
    { ...project, name: 'another' },
    { ...project, ...born },
  ]);
  expect(await databases.run(context(sql, { desired: state }))).toMatchObject({
    kind: 'refuse',
    reason: expect.stringContaining(`database project: ${reason}`) as string,
  });
  expect(sql.changes).toEqual([]);
});

const vector = {
  name: 'vector',
  version: null as string | null,
  schema: null as string | null,
  versions: ['0.7.0', '0.8.0'],
  reachable: [] as string[],
};

async function withVector(
  options: { schema?: string; version?: string },
  installed: Partial<typeof vector> = {},
) {
  const sql = new FakeSql({ pg_available: [{ ...vector, ...installed }] });
  const state = desired([
    { ...project, extensions: ['vector'], extensionOptions: { vector: options } },
  ]);
  const outcome = await extensions.run(context(sql, { desired: state }));
  return { outcome, changes: sql.changes.slice(2, -1) };
}

test('an extension is installed in its schema and version', async () => {
  expect((await withVector({ schema: 'vectors', version: '0.7.0' })).changes).toEqual([
    'CREATE SCHEMA IF NOT EXISTS "vectors"',
    'GRANT USAGE ON SCHEMA "vectors" TO PUBLIC',
    `CREATE EXTENSION "vector" SCHEMA "vectors" VERSION '0.7.0'`,
  ]);
});

test('an installed extension is updated to the version of the file, and left alone without', async () => {
  const old = { version: '0.7.0', schema: 'public', reachable: ['0.8.0'] };
  expect((await withVector({ version: '0.8.0' }, old)).changes).toEqual([
    `ALTER EXTENSION "vector" UPDATE TO '0.8.0'`,
  ]);
  expect(await withVector({ version: '0.7.0' }, old)).toEqual({ outcome: DONE, changes: [] });
  expect(await withVector({}, old)).toEqual({ outcome: DONE, changes: [] });
});

test.each([
  [{ version: '0.9.0' }, {}, 'is not in the image as 0.9.0, only as 0.7.0, 0.8.0'],
  [
    { version: '0.7.0' },
    { version: '0.8.0', schema: 'public' },
    'has version 0.8.0, and no update leads from there to 0.7.0',
  ],
  [{ schema: 'vectors' }, { version: '0.8.0', schema: 'public' }, 'is in schema public'],
])('%j is refused of %j', async (options, installed, reason) => {
  const { outcome, changes } = await withVector(options, installed);
  expect(outcome).toMatchObject({
    kind: 'refuse',
    reason: expect.stringContaining(`extension vector of project ${reason}`) as string,
  });
  expect(changes).toEqual([]);
});
