import { assertOneLine } from './line-text.js';

export interface ConfLine {
  readonly name: string;
  /** Before quoting. */
  readonly value: string;
  /** Stands behind the value. */
  readonly comment?: string;
}

/** A number, with or without a unit, or a word: PostgreSQL reads these without quotes. */
const PLAIN = /^(-?\d+(\.\d+)?([a-zA-Z]+)?|[a-zA-Z][a-zA-Z_]*)$/;

/**
 * Writes one line of `postgresql.conf`.
 *
 * @see https://www.postgresql.org/docs/17/config-setting.html (quotes are doubled, backslash escapes)
 */
export function confLine({ name, value, comment }: ConfLine): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name)) throw new Error(`not a parameter name: ${name}`);
  assertOneLine(value, name);
  const text = `${name} = ${PLAIN.test(value) ? value : quoted(value)}`;
  if (comment === undefined) return text;
  assertOneLine(comment, `comment of ${name}`);
  return `${text.padEnd(45)} # ${comment}`;
}

/** Reads the file back: name to unquoted value, the last one wins, comments dropped. */
export function parsePostgresConf(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const match =
      /^([A-Za-z_][A-Za-z0-9_.]*)\s*(?:=\s*|\s)(?:'((?:[^'\\]|''|\\.)*)'|([^\s#']+))\s*(?:#.*)?$/.exec(
        line,
      );
    if (!match) throw new Error(`not a line of postgresql.conf: ${line}`);
    const [, name = '', strict, plain] = match;
    values[name.toLowerCase()] = strict === undefined ? (plain ?? '') : unquoted(strict);
  }
  return values;
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Undoes what `quoted` did; of the escapes PostgreSQL knows beyond that, only `\'` is in use. */
function unquoted(body: string): string {
  return body.replaceAll(/''|\\(.)/g, (_, escaped: string | undefined) => escaped ?? "'");
}
