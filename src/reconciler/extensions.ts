import type { SqlSession } from '../live/sql.js';
import { sqlName, sqlText } from '../live/sql-text.js';
import type { ExtensionOptions } from '../model/reconciler-model.js';
import { DONE, refuse, type Step } from './step.js';

interface ExtensionRow {
  readonly name: string;
  /** Null if it is not installed. */
  readonly version: string | null;
  readonly schema: string | null;
  readonly versions: readonly string[];
  /** Versions that the installed one can be updated to. */
  readonly reachable: readonly string[];
}

const READ_EXTENSIONS = `
  SELECT a.name, e.extversion AS version, n.nspname::text AS schema,
         ARRAY(SELECT v.version FROM pg_available_extension_versions v WHERE v.name = a.name) AS versions,
         ARRAY(SELECT p.target FROM pg_extension_update_paths(a.name) p
               WHERE p.source = e.extversion AND p.path IS NOT NULL) AS reachable
  FROM pg_available_extensions a LEFT JOIN pg_extension e ON e.extname = a.name
    LEFT JOIN pg_namespace n ON n.oid = e.extnamespace
  WHERE a.name = ANY($1)`;

/**
 * Every extension a database asks for is installed in it, in its schema, in its version. Without a
 * version none is ever updated; none is ever dropped or moved.
 */
export const extensions: Step = {
  name: 'extensions',
  async run({ desired, leaderSql, log }) {
    for (const database of desired.databases) {
      const { extensions: wanted, extensionOptions = {} } = database;
      if (wanted.length === 0) continue;
      const session = await leaderSql(database.name);
      const rows = (await session.query(READ_EXTENSIONS, [wanted])) as unknown as ExtensionRow[];
      for (const extension of wanted) {
        const options = extensionOptions[extension] ?? {};
        const row = rows.find(({ name }) => name === extension);
        const reason = impossible(row, options);
        if (reason !== undefined) {
          return refuse(`extension ${extension} of ${database.name} ${reason}`);
        }
        const statements = missing(extension, row?.version ?? null, options);
        if (statements.length === 0) continue;
        await inPublic(session, statements);
        const event = row?.version ? 'extension updated' : 'extension installed';
        log(event, { database: database.name, extension, ...options });
      }
    }
    return DONE;
  },
};

/** Why the extension cannot be had as the file says; undefined if it can. */
function impossible(
  row: ExtensionRow | undefined,
  { schema, version }: ExtensionOptions,
): string | undefined {
  if (!row) return 'is not in the image';
  if (row.version !== null && schema !== undefined && row.schema !== schema) {
    return `is in schema ${row.schema ?? ''}, not ${schema}: moving it would break what names it there`;
  }
  if (version === undefined || version === row.version) return undefined;
  if (row.version === null) {
    if (row.versions.includes(version)) return undefined;
    return `is not in the image as ${version}, only as ${row.versions.join(', ')}`;
  }
  if (row.reachable.includes(version)) return undefined;
  return `has version ${row.version}, and no update leads from there to ${version}`;
}

/** What brings an extension from its `installed` version, null if it has none, to what the file says. */
function missing(
  extension: string,
  installed: string | null,
  { schema, version }: ExtensionOptions,
): string[] {
  const name = sqlName(extension);
  if (installed !== null) {
    if (version === undefined || version === installed) return [];
    return [`ALTER EXTENSION ${name} UPDATE TO ${sqlText(version)}`];
  }
  const create = [`CREATE EXTENSION ${name}`];
  if (schema !== undefined) create.push(`SCHEMA ${sqlName(schema)}`);
  if (version !== undefined) create.push(`VERSION ${sqlText(version)}`);
  return [...(schema === undefined ? [] : openSchema(schema)), create.join(' ')];
}

/** A schema of the superuser that everybody may look into, as `public` is one. */
function openSchema(schema: string): string[] {
  if (schema === 'public') return [];
  const name = sqlName(schema);
  return [`CREATE SCHEMA IF NOT EXISTS ${name}`, `GRANT USAGE ON SCHEMA ${name} TO PUBLIC`];
}

async function inPublic(session: SqlSession, statements: readonly string[]): Promise<void> {
  await session.query('BEGIN');
  // The session's own path is pg_catalog alone: what an owner created must not be run here.
  await session.query('SET LOCAL search_path = public');
  for (const statement of statements) await session.query(statement);
  await session.query('COMMIT');
}
