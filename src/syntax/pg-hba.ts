import { assertOneLine } from './line-text.js';

/** One access rule. `address` is missing for `local` only. */
export interface HbaRule {
  readonly type: string;
  readonly database: readonly string[];
  readonly user: readonly string[];
  readonly address?: string;
  readonly method: string;
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** Words of the database column that mean something else without quotes; `all` does in both. */
const KEYWORDS = new Set(['all', 'sameuser', 'samerole', 'samegroup', 'replication']);

/** A name as a rule carries it: quoted where it could be read as a keyword, list or pattern. */
export function hbaName(name: string): string {
  return KEYWORDS.has(name.toLowerCase()) ? quoted(name) : word(name);
}

/**
 * Writes one word of the database or user column: a keyword, `+role`, `@file`, `/regex`, or a name.
 *
 * @param text - quotes around the whole make a name of what would mean something else
 */
export function hbaWord(text: string, column: 'database' | 'user'): string {
  const strict = /^"(.+)"$/s.exec(text)?.[1];
  if (strict !== undefined) return quoted(strict);
  if (column === 'database' ? KEYWORDS.has(text) : text === 'all') return text;
  const [, sign, rest = ''] = /^([+@/])(.+)$/s.exec(text) ?? [];
  return sign === undefined ? hbaName(text) : sign + word(rest);
}

/** Writes one rule, in columns. */
export function hbaLine({ type, database, user, address = '', method, options }: HbaRule): string {
  const columns = [
    type.padEnd(5),
    database
      .map((text) => hbaWord(text, 'database'))
      .join(',')
      .padEnd(11),
    user
      .map((text) => hbaWord(text, 'user'))
      .join(',')
      .padEnd(14),
    address.padEnd(18),
    method,
    ...options.map(([name, value]) => `${name}=${word(value)}`),
  ];
  const line = columns.join(' ');
  assertOneLine(line, 'access rule');
  return line;
}

function word(text: string): string {
  assertOneLine(text, 'word of an access rule');
  return /^[A-Za-z0-9_][A-Za-z0-9_.:/=-]*$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  assertOneLine(text, 'word of an access rule');
  return `"${text.replaceAll('"', '""')}"`;
}

/** The rules of a file in order, trimmed, without comments and empty lines. */
export function parseHba(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Writes the file: one rule a line, in order. */
export function hbaText(lines: readonly string[]): string {
  for (const line of lines) {
    assertOneLine(line, 'access rule');
    // PostgreSQL joins such a line with the next one.
    if (line.endsWith('\\')) throw new Error(`access rule ends with a backslash: ${line}`);
  }
  return lines.join('\n');
}
