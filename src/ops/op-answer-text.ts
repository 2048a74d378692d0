import type { OpAnswer } from './answer.js';

/**
 * Reads the answer out of what an operation printed: its last line that is a JSON object with `ok`.
 *
 * @returns undefined if there is none (yet)
 */
export function parseOpAnswer(stdout: string): OpAnswer | undefined {
  for (const line of stdout.split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    try {
      const answer = JSON.parse(line) as Partial<OpAnswer>;
      if (typeof answer.ok === 'boolean') return answer as OpAnswer;
    } catch {
      // Cut off, or a stray line: an earlier one may be whole.
    }
  }
  return undefined;
}
