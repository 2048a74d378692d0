import { assertOneLine } from './line-text.js';

/** A directive: fixed text whose words stand between blanks, or words that may hold anything. */
export type HaproxyLine = string | readonly (string | number)[];

/**
 * Writes one section: its header, then a directive a line, indented.
 *
 * @see https://docs.haproxy.org/3.0/configuration.html#2.2 (quoting and escaping)
 */
export function haproxySection(header: string, lines: readonly HaproxyLine[]): string {
  const body = lines.map((line) => `    ${haproxyWords(line).map(haproxyWord).join(' ')}`);
  return [haproxyWords(header).map(haproxyWord).join(' '), ...body, ''].join('\n');
}

/**
 * Quotes one word if it needs it, with single quotes: inside them everything stands for itself.
 */
export function haproxyWord(word: string | number): string {
  const text = String(word);
  assertOneLine(text, 'word');
  return /^[^\s#\\'"]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Reads a file back: every line as its words, comments and empty lines dropped. */
export function parseHaproxy(text: string): string[][] {
  return text
    .split('\n')
    .map(parseLine)
    .filter((words) => words.length > 0);
}

function parseLine(line: string): string[] {
  const words: string[] = [];
  for (const [token] of line.matchAll(/#.*|(?:'[^']*'|\\.|[^\s'#\\])+/g)) {
    if (token.startsWith('#')) break;
    words.push(
      token.replaceAll(
        /'([^']*)'|\\(.)/g,
        (_, strict: string | undefined, escaped: string | undefined) => strict ?? escaped ?? '',
      ),
    );
  }
  return words;
}

function haproxyWords(line: HaproxyLine): readonly (string | number)[] {
  return typeof line === 'string' ? line.split(' ') : line;
}
