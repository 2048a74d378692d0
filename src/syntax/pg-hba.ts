import { assertOneLine } from './line-text.js';

/** One access rule. `address` is missing for `local` only. */
export interface HbaRule {
  readonly type: 'local' | 'host' | 'hostssl' | 'hostnossl';
  readonly database: string;
  readonly user: string;
  readonly address?: string;
  readonly method: string;
}

/** Words that mean something else without quotes. */
const KEYWORDS = new Set(['all', 'sameuser', 'samerole', 'samegroup', 'replication']);

/** A name as a rule carries it: quoted where it could be read as a keyword, list or pattern. */
export function hbaName(name: string): string {
  assertOneLine(name, 'name');
  const plain = /^[A-Za-z0-9_-]+$/.test(name) && !KEYWORDS.has(name.toLowerCase());
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Writes one rule; `database` and `user` are keywords or the result of `hbaName`. */
export function hbaLine({ type, database, user, address = '', method }: HbaRule): string {
  const columns = [
    type.padEnd(5),
    database.padEnd(11),
    user.padEnd(14),
    address.padEnd(18),
    method,
  ];
  const line = columns.join(' ');
  assertOneLine(line, 'access rule');
  return line;
}

/**
 * Splits a rule into its fields; quotes around a field are taken off.
 *
 * @see https://www.postgresql.org/docs/17/auth-pg-hba-conf.html
 */
export function hbaFields(line: string): string[] {
  const fields: string[] = [];
  for (const [token] of line.matchAll(/#.*|(?:"(?:[^"]|"")*"|[^\s"#])+/g)) {
    if (token.startsWith('#')) break;
    const strict = /^"((?:[^"]|"")*)"$/.exec(token)?.[1];
    fields.push(strict === undefined ? token : strict.replaceAll('""', '"'));
  }
  return fields;
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
