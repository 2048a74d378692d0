import { UserError, type Problem, type ProblemKind } from '../core/problem.js';

/** The one JSON document an operation prints. */
export type OpAnswer =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly kind: ProblemKind | 'bug';
      readonly problems: readonly Problem[];
    };

const EXIT_CODES = { input: 1, approval: 3, refused: 4, live: 5, bug: 70 } as const;

export function exitCodeOf(answer: OpAnswer): number {
  return answer.ok ? 0 : EXIT_CODES[answer.kind];
}

/** What is thrown as an answer; anything but a `UserError` is our bug. */
export function failedAnswer(error: unknown): OpAnswer {
  if (error instanceof UserError) return { ok: false, kind: error.kind, problems: error.problems };
  const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    ok: false,
    kind: 'bug',
    problems: [{ code: 'INTERNAL_ERROR', at: 'agent', got, need: 'no unexpected error' }],
  };
}
