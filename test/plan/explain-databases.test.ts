import { expect, test } from 'vitest';
import { paths } from '../../src/model/paths.js';
import { explainDatabases } from '../../src/plan/explain-databases.js';
import type { Impact } from '../../src/plan/impact.js';

/** What a plan says about two versions of `databases.yml`. */
function findings(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  const file = {
    ...{ service: 'orders-reconciler', tier: 'reconciler' as const, nodes: [], resources: [] },
    ...{ path: paths.desiredDatabases, unreadable: false, before, after },
  };
  return explainDatabases({ files: [file] } as unknown as Impact);
}

/** What it says about one key that gets another value. */
function said(key: string, before: string, after: string) {
  return findings(new Map([[key, before]]), new Map([[key, after]]))[0];
}

test('another encoding of a database is told as what the reconciler will refuse', () => {
  expect(said('databases[project].encoding', 'UTF8', 'LATIN1')).toMatchObject({
    code: 'DATABASE_CHANGED',
    what: 'encoding of database project',
    why: expect.stringMatching(/^counts at CREATE DATABASE only.*refuses$/) as string,
  });
});

test("another version of an extension is told as an update, a session's parameter as SQL", () => {
  const version = 'databases[project].extensionOptions.vector.version';
  expect(said(version, '0.7.0', '0.8.0')).toMatchObject({
    what: 'version of extension vector of database project',
    why: expect.stringContaining('ALTER EXTENSION UPDATE') as string,
  });
  expect(said('databases[project].parameters.locale', 'a', 'b')).toMatchObject({
    why: 'the reconciler changes it by SQL on the leader',
  });
});

test('of a new database one line is enough, whatever it has', () => {
  const after = new Map([
    ['databases[project].name', 'project'],
    ['databases[project].encoding', 'LATIN1'],
    ['databases[project].extensionOptions.vector.version', '0.8.0'],
  ]);
  expect(findings(new Map(), after).map(({ code }) => code)).toEqual(['DATABASE_CREATED']);
});
