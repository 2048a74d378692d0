/**
 * Refuses text that would end a line of a generated file, and so could add a setting to it.
 *
 * Other control characters are refused too: PyYAML reads no file that holds one.
 * The schema lets no such text in; one that arrives here is our bug.
 *
 * @throws Error if `text` holds a line end, NUL or another control character but the tab
 */
export function assertOneLine(text: string, what: string): void {
  if (/[\p{Cc}\u2028\u2029\ufeff]/u.test(text.replaceAll('\t', ' '))) {
    throw new Error(`${what} holds a line end or control character: ${JSON.stringify(text)}`);
  }
}
