/** One word of an access rule, quotes taken off. */
export interface HbaToken {
  readonly text: string;
  /** It began with a quote: then it is no keyword and has no `+` or `@` with a meaning. */
  readonly quoted: boolean;
}

export interface HbaTokens {
  /** Fields in order; a field with commas has several words. */
  readonly fields: readonly (readonly HbaToken[])[];
  /** A quote was opened and never closed. */
  readonly open: boolean;
}

/**
 * Splits a line of `pg_hba.conf` into fields and words as PostgreSQL does: a quote may stand in the
 * middle of a word, two quotes within quotes are one, a comma goes on with the list even over blanks.
 *
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/libpq/hba.c (next_token)
 */
export function hbaTokens(line: string): HbaTokens {
  const fields: HbaToken[][] = [];
  let at = 0;
  let open = false;
  let goesOn = false;
  for (;;) {
    while (/[ \t\r,]/.test(line[at] ?? '')) at++;
    if (at >= line.length || line[at] === '#') return { fields, open };
    const word = readWord(line, at);
    at = word.end;
    open ||= word.open;
    if (goesOn) fields.at(-1)?.push(word.token);
    else fields.push([word.token]);
    goesOn = line[at] === ',';
  }
}

function readWord(line: string, start: number) {
  let text = '';
  let inside = false;
  let at = start;
  for (; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (sign === '"') {
      if (inside && line[at + 1] === '"') {
        text += sign;
        at++;
      } else inside = !inside;
    } else if (!inside && /[ \t\r,#]/.test(sign)) break;
    else text += sign;
  }
  return { token: { text, quoted: line[start] === '"' }, end: at, open: inside };
}
