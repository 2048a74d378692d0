import type { Document } from 'yaml';

/** Rewrites the keys of one format to those of the next, in place, so that comments stay. */
export interface FormatStep {
  /** Format it starts from; it ends at the next. */
  readonly from: number;
  /** What it changes, for the user: `a.b is now c.d`. */
  readonly changes: readonly string[];
  readonly apply: (document: Document) => void;
}

/** In order, one for each format before the newest: a release reads that one and the one before. */
export const formatSteps: readonly FormatStep[] = [];

const FIRST_FORMAT = 1;

export function newestFormat(steps: readonly FormatStep[]): number {
  return Math.max(FIRST_FORMAT, ...steps.map(({ from }) => from + 1));
}
