const LONGEST_SHOWN = 60;

/**
 * A value as the user may have typed it; maps and lists are named, not printed.
 */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return quoteIfNeeded(cut(value));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return 'a map of keys';
}

/** The value with its kind, for a reader who must see that `"20"` is not `20`. */
export function shownWithKind(value: unknown): string {
  if (typeof value === 'string') return `${JSON.stringify(cut(value))} (text)`;
  if (typeof value === 'number') return `${value} (a number)`;
  if (typeof value === 'boolean') return `${value} (true or false)`;
  return shown(value);
}

/** `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/**
 * The candidate that was most likely meant, if one is near: a swapped, missing, extra or wrong letter
 * for every three, ignoring case and `_` against `-`.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = plain(word).slice(0, LONGEST_SHOWN);
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const ranked = candidates
    .filter((candidate) => Math.abs(plain(candidate).length - typed.length) <= limit)
    .map((candidate) => ({ candidate, distance: editDistance(typed, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= limit ? best.candidate : undefined;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (i > 1 && j > 1 && swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function quoteIfNeeded(text: string): string {
  return /^[\p{L}\p{N}_.,:;/@+%=…-][\p{L}\p{N}_.,:;/@+%=…() -]*$/u.test(text)
    ? text
    : JSON.stringify(text);
}
