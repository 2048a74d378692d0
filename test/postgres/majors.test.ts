import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { checkBoot, checkCatalogue } from './catalogue-checks.js';

const MINUTES = 3 * 60_000;

test.each(majors)(
  'PostgreSQL %i: the catalogue is as a server shows it, and 2,000 values are judged alike',
  (major) => checkCatalogue(major, 2000),
  MINUTES,
);

test.each(majors.flatMap((major) => [['lab', major] as const, ['production', major] as const]))(
  'the postgresql.conf of %s boots PostgreSQL %i, which shows what the model says',
  (name, major) => checkBoot(name, major),
  MINUTES,
);

test(
  'ALTER SYSTEM, which judges for speed, judges as a start does',
  async () => {
    const server = await startPostgres(17);
    const client = await server.connect();
    try {
      for (const [name, text] of SAMPLE) {
        const altered = await accepted(
          client.query(`ALTER SYSTEM SET ${name} = ${client.escapeLiteral(text)}`),
        );
        await client.query(`ALTER SYSTEM RESET ${name}`);
        expect([name, text, await accepted(server.read(name, text))]).toEqual([
          name,
          text,
          altered,
        ]);
      }
    } finally {
      await client.end();
      await server.stop();
    }
  },
  MINUTES,
);

const SAMPLE = [
  ...['256MB', '32768', '15', '16', '1gb', '0x100', '8.5 MB', ''].map((v) => ['shared_buffers', v]),
  ...['on', 'of', 'o', '2'].map((text) => ['hot_standby_feedback', text]),
  ...['replica', 'Archive', 'full'].map((text) => ['wal_level', text]),
  ...['0.1', '1e400', 'x', '-1', '4 kB'].map((text) => ['random_page_cost', text]),
  ...['Etc/UTC', 'Mars/Olympus'].map((text) => ['timezone', text]),
] as [string, string][];

const accepted = (attempt: Promise<unknown>) =>
  attempt.then(
    () => true,
    () => false,
  );
