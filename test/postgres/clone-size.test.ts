import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { cloneSize } from '../../src/live/clone-size.js';

/** What a copy has and a server does not count: control files, transaction status, an empty segment. */
const APART_BYTES = 24 * 1024 ** 2;

test.each(majors)(
  'PostgreSQL %i: what a clone takes is what the data directory takes',
  async (major) => {
    const server = await startPostgres(major);
    const client = await server.connect();
    try {
      await client.query('CREATE TABLE filler AS SELECT generate_series(1, 500000) AS n');
      await client.query('CHECKPOINT');
      const bytes = await cloneSize({
        query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
        close: () => Promise.resolve(),
      });
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      const folder = rows[0]?.data_directory ?? '';
      const onDisk = Number(
        execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0],
      );
      expect(Math.abs(onDisk - bytes)).toBeLessThan(APART_BYTES);
      expect(bytes).toBeGreaterThan(30 * 1024 ** 2);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  3 * 60_000,
);
