import type { Setting } from './setting.js';

/** What is needed instead of a text that PostgreSQL refuses. */
export function textProblem(_setting: Setting, text: string): string | undefined {
  return text.includes('\0') ? 'text without NUL' : undefined;
}
