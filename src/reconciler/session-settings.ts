import type { SqlSession } from '../live/sql.js';
import { sqlName, sqlText } from '../live/sql-text.js';

/** Names in quotes or bare; PostgreSQL stores each of these lists name by name. */
const NAME_LISTS = new Set([
  'search_path',
  'temp_tablespaces',
  'session_preload_libraries',
  'local_preload_libraries',
]);

/**
 * Gives one role or database exactly these session parameters, and takes others back.
 *
 * @param target - `ROLE "app"` or `DATABASE "project"`
 * @param stored - `pg_db_role_setting.setconfig`: `name=value` as PostgreSQL wrote it
 * @returns names that were changed, sorted
 */
export async function keepSettings(
  session: SqlSession,
  target: string,
  wanted: Readonly<Record<string, string>>,
  stored: readonly string[] = [],
): Promise<string[]> {
  const current = new Map(stored.map(splitSetting));
  const set = Object.entries(wanted).filter(
    ([name, value]) => !isStored(name, value, current.get(name)),
  );
  const reset = [...current.keys()].filter((name) => !Object.hasOwn(wanted, name));
  for (const [name, value] of set) {
    await session.query(`ALTER ${target} SET ${parameter(name)} TO ${constant(name, value)}`);
  }
  for (const name of reset) await session.query(`ALTER ${target} RESET ${parameter(name)}`);
  return [...set.map(([name]) => name), ...reset].sort();
}

function isStored(name: string, value: string, stored: string | undefined): boolean {
  if (stored === undefined || !NAME_LISTS.has(name)) return stored === value;
  return JSON.stringify(namesIn(stored)) === JSON.stringify(namesIn(value));
}

function constant(name: string, value: string): string {
  if (!NAME_LISTS.has(name)) return sqlText(value);
  const names = namesIn(value);
  return names.length === 0 ? "''" : names.map(sqlText).join(', ');
}

/** `"$user", public` is two names; a bare one is in lower case, as PostgreSQL reads it. */
function namesIn(list: string): string[] {
  const parts = list.match(/"(?:[^"]|"")*"|[^,"\s][^,"]*/g) ?? [];
  return parts
    .map((part) =>
      part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim().toLowerCase(),
    )
    .filter((name) => name !== '');
}

/** Extensions' parameters have a dot, on both sides of which stands a name of its own. */
function parameter(name: string): string {
  return name.split('.').map(sqlName).join('.');
}

function splitSetting(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
