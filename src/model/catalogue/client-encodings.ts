/**
 * Names of encodings that `client_encoding` takes, without marks and in lower case, as PostgreSQL compares them.
 *
 * @see https://www.postgresql.org/docs/17/multibyte.html (character sets and their aliases)
 */
const NAMES: ReadonlySet<string> = new Set([
  ...['big5', 'windows950', 'win950', 'euccn', 'eucjp', 'eucjis2004', 'euckr', 'euctw', 'gb18030'],
  ...['gbk', 'windows936', 'win936', 'johab', 'koi8', 'koi8r', 'koi8u', 'muleinternal', 'sjis'],
  ...['mskanji', 'shiftjis', 'windows932', 'win932', 'shiftjis2004', 'sqlascii', 'uhc'],
  ...['windows949', 'win949', 'utf8', 'unicode', 'win866', 'alt', 'win874', 'windows874'],
  ...['win', 'windows866', 'abc', 'tcvn', 'tcvn5712', 'vscii'],
  ...Array.from({ length: 10 }, (_, index) => `latin${index + 1}`),
  ...Array.from({ length: 9 }, (_, index) => [`win125${index}`, `windows125${index}`]).flat(),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16].map((part) => `iso8859${part}`),
]);

/** Undefined if it is one. */
export function clientEncodingProblem(text: string): string | undefined {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return NAMES.has(plain) ? undefined : 'an encoding such as UTF8 or LATIN1';
}
