import { assertOneLine } from './line-text.js';

/**
 * Writes the keywords of a PgBouncer database line; a value that needs quotes gets them.
 *
 * @param entries - in the order they shall stand
 * @see https://www.pgbouncer.org/config.html (Section [databases])
 */
export function connectionString(entries: Readonly<Record<string, string | number>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${quoted(key, String(value))}`)
    .join(' ');
}

const ENTRY = /([a-z_]+)\s*=\s*(?:'((?:[^']|'')*)'|(\S*))/g;

export function parseConnectionString(text: string): Record<string, string> {
  const entries = [...text.matchAll(ENTRY)].map(
    ([, key = '', strict, plain = '']) => [key, strict?.replaceAll("''", "'") ?? plain] as const,
  );
  return Object.fromEntries(entries);
}

/** Puts other values to keywords that are there already; every other byte stays. */
export function editConnectionString(
  text: string,
  values: Readonly<Record<string, string | number>>,
): string {
  return text.replaceAll(ENTRY, (entry, key: string) => {
    if (!Object.hasOwn(values, key)) return entry;
    return `${key}=${quoted(key, String(values[key]))}`;
  });
}

function quoted(key: string, value: string): string {
  assertOneLine(value, key);
  return /^[A-Za-z0-9_./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
