import { assertOneLine } from './line-text.js';

export type IniValue = string | number;

/** Sections, then keys, as `parseIni` reads them back. */
export type IniDocument = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Writes one section the way PgBouncer reads it: `key = value`, keys sorted, values without quotes.
 *
 * A value is the rest of the line, so only a line end, NUL or outer blanks cannot be written.
 *
 * @see https://www.pgbouncer.org/config.html (Generic settings)
 */
export function iniSection(name: string, entries: Readonly<Record<string, IniValue>>): string {
  const lines = Object.keys(entries)
    .sort()
    .map((key) => `${iniKey(key)} = ${iniValue(key, String(entries[key]))}`);
  return [`[${name}]`, ...lines, ''].join('\n');
}

/** Reads a file of sections; comment lines start with `;` or `#`. */
export function parseIni(text: string): IniDocument {
  const document: Record<string, Record<string, string>> = {};
  let section: Record<string, string> = {};
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith(';') || line.startsWith('#')) continue;
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = document[header] ??= {};
      continue;
    }
    const match = /^("(?:[^"]|"")*"|[^=\s]+)\s*=\s*(.*)$/.exec(line);
    if (!match) throw new Error(`not a line of an ini file: ${line}`);
    const [, key = '', value = ''] = match;
    section[key.startsWith('"') ? key.slice(1, -1).replaceAll('""', '"') : key] = value;
  }
  return document;
}

function iniKey(key: string): string {
  assertOneLine(key, 'key');
  if (key === '') throw new Error('a key of an ini file is empty');
  return /^[A-Za-z0-9_.-]+$/.test(key) ? key : `"${key.replaceAll('"', '""')}"`;
}

function iniValue(key: string, value: string): string {
  assertOneLine(value, key);
  if (value !== value.trim()) throw new Error(`${key} starts or ends with a blank`);
  return value;
}
