import { sqlName } from '../live/sql-text.js';
import { DONE, refuse, type Step } from './step.js';

const READ_EXTENSIONS = `
  SELECT a.name, e.extname IS NOT NULL AS installed
  FROM pg_available_extensions a LEFT JOIN pg_extension e ON e.extname = a.name
  WHERE a.name = ANY($1)`;

/** Every extension a database asks for is installed in it. None is ever dropped or updated. */
export const extensions: Step = {
  name: 'extensions',
  async run({ desired, leaderSql, log }) {
    for (const { name: database, extensions: wanted } of desired.databases) {
      if (wanted.length === 0) continue;
      const session = await leaderSql(database);
      const rows = await session.query(READ_EXTENSIONS, [wanted]);
      for (const extension of wanted) {
        const row = rows.find(({ name }) => name === extension);
        if (!row) return refuse(`extension ${extension} of ${database} is not in the image`);
        if (row['installed'] === true) continue;
        await session.query('BEGIN');
        // The session's own path is pg_catalog alone: what an owner created must not be run here.
        await session.query('SET LOCAL search_path = public');
        await session.query(`CREATE EXTENSION ${sqlName(extension)}`);
        await session.query('COMMIT');
        log('extension installed', { database, extension });
      }
    }
    return DONE;
  },
};
