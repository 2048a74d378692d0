// Writes src/model/catalogue/data/pgNN.json from real servers: `npm run catalogue`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { embeddedPostgres, hasLibrary, majors, startPostgres } from './embedded-postgres.mjs';
import { readSettings } from './read-settings.mjs';

const folder = join(import.meta.dirname, '..', 'src', 'model', 'catalogue', 'data');

/** Libraries of PostgreSQL itself that bring settings; some came with a later major. */
const LIBRARIES = [
  ...['auth_delay', 'auto_explain', 'basebackup_to_shell', 'basic_archive', 'isn', 'passwordcheck'],
  ...['pg_prewarm', 'pg_stat_statements', 'pg_trgm', 'pgcrypto', 'plpgsql', 'postgres_fdw'],
];

/** Starts a server with every library that brings settings. */
export async function startForCatalogue(major) {
  const native = await embeddedPostgres(major);
  const libraries = LIBRARIES.filter((name) => hasLibrary(native, name)).join(',');
  const flags = { shared_preload_libraries: libraries, fsync: 'off', autovacuum: 'off' };
  return startPostgres(major, { flags });
}

/** The text of one data file: a line for each setting, so that a diff says what changed. */
export async function catalogueText(server) {
  const lines = (await readSettings(server)).map((setting) => `  ${JSON.stringify(setting)}`);
  return `[\n${lines.join(',\n')}\n]\n`;
}

if (process.argv[1] === import.meta.filename) {
  for (const major of majors) {
    const server = await startForCatalogue(major);
    const text = await catalogueText(server).finally(() => server.stop());
    await writeFile(join(folder, `pg${major}.json`), text);
    console.log(`pg${major}.json: ${text.split('\n').length - 3} settings`);
  }
}
