import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import type { SqlRow, SqlSession } from '../../src/live/sql.js';
import { databases } from '../../src/reconciler/databases.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import { extensions } from '../../src/reconciler/extensions.js';
import { context, desired, FakeSql } from '../reconciler/factories.js';

const MINUTES = 3 * 60_000;

type Database = DesiredState['databases'][number];

test.each(majors)(
  'PostgreSQL %i takes the encoding, locale and extensions of a database, and refuses others later',
  async (major) => {
    const server = await startPostgres(major);
    const client = await server.connect();
    const session: SqlSession = {
      query: async (text, values = []) => (await client.query<SqlRow>(text, [...values])).rows,
      close: () => Promise.resolve(),
    };
    // The extensions go into the database of the one connection there is.
    const run = async (step: typeof databases, database: Database) =>
      step.run(
        context(new FakeSql(), {
          desired: desired([database]),
          leaderSql: () => Promise.resolve(session),
        }),
      );
    const project: Database = {
      name: 'project',
      owner: 'postgres',
      encoding: 'UTF8',
      locale: 'C',
      ...(major >= 15 && { localeProvider: 'icu', icuLocale: 'de-DE' }),
      extensions: ['pg_trgm'],
      extensionOptions: { pg_trgm: { schema: 'search', version: '1.5' } },
    };
    const other = (version: string) => ({
      ...project,
      extensionOptions: { pg_trgm: { schema: 'search', version } },
    });
    try {
      expect(await run(databases, project)).toEqual({ kind: 'done' });
      expect(await run(databases, project)).toEqual({ kind: 'done' });
      expect(await run(databases, { ...project, encoding: 'LATIN1' })).toMatchObject({
        kind: 'refuse',
      });

      expect(await run(extensions, project)).toEqual({ kind: 'done' });
      expect(await run(extensions, other('1.6'))).toEqual({ kind: 'done' });
      expect(await run(extensions, other('1.5'))).toMatchObject({ kind: 'refuse' });
      const { rows } = await client.query(
        `SELECT extversion, extnamespace::regnamespace::text AS schema
         FROM pg_extension WHERE extname = 'pg_trgm'`,
      );
      expect(rows).toEqual([{ extversion: '1.6', schema: 'search' }]);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  MINUTES,
);
