import { sqlName } from '../live/sql-text.js';
import { keepSettings } from './session-settings.js';
import { DONE, refuse, type Step } from './step.js';

interface DatabaseRow {
  readonly name: string;
  readonly owner: string;
  readonly open_to_all: boolean;
  readonly connections: number;
  readonly settings: readonly string[] | null;
}

const READ_DATABASES = `
  SELECT d.datname AS name, r.rolname AS owner,
         has_database_privilege('public', d.oid, 'CONNECT') AS open_to_all,
         d.datconnlimit AS connections, s.setconfig AS settings
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
    LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0
  WHERE d.datname = ANY($1)`;

/** Databases of the server itself: connecting to them must stay possible for everybody. */
const SYSTEM = ['postgres', 'template0', 'template1'];

/** Every database exists, has its owner, limit and parameters, and admits nobody else by default. None is ever dropped. */
export const databases: Step = {
  name: 'databases',
  async run({ desired, leaderSql, log }) {
    const system = desired.databases.find(({ name }) => SYSTEM.includes(name));
    if (system) return refuse(`database ${system.name} belongs to the server: choose another name`);
    const session = await leaderSql('postgres');
    const names = desired.databases.map(({ name }) => name);
    const rows = (await session.query(READ_DATABASES, [names])) as unknown as DatabaseRow[];
    for (const { name, owner, connectionLimit = -1, parameters = {} } of desired.databases) {
      const row = rows.find((candidate) => candidate.name === name);
      if (!row) {
        await session.query(`CREATE DATABASE ${sqlName(name)} OWNER ${sqlName(owner)}`);
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
