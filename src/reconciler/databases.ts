import { sqlName } from '../live/sql-text.js';
import { type BornRow, bornOtherwise, createDatabase } from './new-database.js';
import { keepSettings } from './session-settings.js';
import { DONE, refuse, type Step } from './step.js';

interface DatabaseRow extends BornRow {
  readonly owner: string;
  readonly open_to_all: boolean;
  readonly connections: number;
  readonly settings: readonly string[] | null;
}

const READ_DATABASES = `
  SELECT d.datname AS name, r.rolname AS owner,
         has_database_privilege('public', d.oid, 'CONNECT') AS open_to_all,
         d.datconnlimit AS connections, s.setconfig AS settings,
         pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
         to_jsonb(d) ->> 'datlocprovider' AS provider,
         coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS provider_locale
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
    LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
  WHERE d.datname = ANY($1)`;

const FOR_GOOD =
  'PostgreSQL cannot change that: correct the file, or create another database and move the data';

/** Databases of the server itself: connecting to them must stay possible for everybody. */
const SYSTEM = ['postgres', 'template0', 'template1'];

/** Every database exists, was born as the file says, has its owner, limit and parameters, and admits nobody else by default. None is ever dropped. */
export const databases: Step = {
  name: 'databases',
  async run({ desired, leaderSql, log }) {
    const system = desired.databases.find(({ name }) => SYSTEM.includes(name));
    if (system) return refuse(`database ${system.name} belongs to the server: choose another name`);
    const session = await leaderSql('postgres');
    const names = desired.databases.map(({ name }) => name);
    const rows = (await session.query(READ_DATABASES, [names])) as unknown as DatabaseRow[];
    const rowOf = (name: string) => rows.find((row) => row.name === name);
    for (const database of desired.databases) {
      const row = rowOf(database.name);
      const other = row && bornOtherwise(database, row);
      if (other !== undefined) return refuse(`database ${database.name}: ${other}. ${FOR_GOOD}`);
    }
    for (const database of desired.databases) {
      const { name, owner, connectionLimit = -1, parameters = {} } = database;
      const row = rowOf(name);
      if (!row) {
        await session.query(createDatabase(database));
        log('database created', { database: name, owner });
      } else if (row.owner !== owner) {
        await session.query(`ALTER DATABASE ${sqlName(name)} OWNER TO ${sqlName(owner)}`);
        log('database has a new owner', { database: name, owner, before: row.owner });
      }
      if (row?.open_to_all ?? true) {
        await session.query(`REVOKE CONNECT ON DATABASE ${sqlName(name)} FROM PUBLIC`);
        log('database closed to other roles', { database: name });
      }
      if ((row?.connections ?? -1) !== connectionLimit) {
        await session.query(`ALTER DATABASE ${sqlName(name)} CONNECTION LIMIT ${connectionLimit}`);
        log('database has another connection limit', { database: name, limit: connectionLimit });
      }
      const target = `DATABASE ${sqlName(name)}`;
      const set = await keepSettings(session, target, parameters, row?.settings ?? []);
      if (set.length > 0) log('database has other parameters', { database: name, parameters: set });
    }
    return DONE;
  },
};
