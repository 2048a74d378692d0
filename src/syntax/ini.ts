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
  // Maps until the end: a key may be `__proto__`.
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of text.split('\n').map(readLine)) {
    if (line.kind === 'section') {
      section = sections.get(line.name) ?? new Map<string, string>();
      sections.set(line.name, section);
    }
    if (line.kind === 'setting') section.set(line.key, line.value);
  }
  return Object.fromEntries(
    [...sections].map(([name, entries]) => [name, Object.fromEntries(entries)]),
  );
}

/**
 * Puts other values into one section; every other byte of the file stays.
 *
 * @param edit - key and value as `parseIni` reads them; returns the value to write
 */
export function editIniSection(
  text: string,
  name: string,
  edit: (key: string, value: string) => string,
): string {
  let within = false;
  const edited = text.split('\n').map((raw) => {
    const line = readLine(raw);
    if (line.kind === 'section') within = line.name === name;
    if (line.kind !== 'setting' || !within) return raw;
    const end = raw.trimEnd().length;
    const value = iniValue(line.key, edit(line.key, line.value));
    return `${raw.slice(0, end - line.value.length)}${value}${raw.slice(end)}`;
  });
  return edited.join('\n');
}

type IniLine =
  | { readonly kind: 'none' }
  | { readonly kind: 'section'; readonly name: string }
  /** Its value is the end of the line, but for blanks. */
  | { readonly kind: 'setting'; readonly key: string; readonly value: string };

function readLine(raw: string): IniLine {
  const line = raw.trim();
  if (line === '' || line.startsWith(';') || line.startsWith('#')) return { kind: 'none' };
  const name = /^\[(.+)\]$/.exec(line)?.[1];
  if (name !== undefined) return { kind: 'section', name };
  const match = /^("(?:[^"]|"")*"|[^=\s]+)\s*=\s*(.*)$/.exec(line);
  if (!match) throw new Error(`not a line of an ini file: ${line}`);
  const [, key = '', value = ''] = match;
  const plain = key.startsWith('"') ? key.slice(1, -1).replaceAll('""', '"') : key;
  return { kind: 'setting', key: plain, value };
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
