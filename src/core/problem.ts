/** A place in a file a user wrote. Line and column start at 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, in the user's words: where, what, why, and the way out. */
export interface Problem {
  /** Stable code, upper snake case; `docs/errors.md` lists every one. */
  readonly code: string;
  /** Key path as typed (`patroni.dcs.ttl`, `nodes[1].name`), or the object it is about. */
  readonly at: string;
  readonly got: string;
  readonly need: string;
  readonly why?: string;
  readonly fix?: string;
  readonly source?: SourcePosition;
}

/** Decides the exit code: 1 input wrong, 3 needs approval, 4 refused, 5 the live system failed. */
export type ProblemKind = 'input' | 'approval' | 'refused' | 'live';

/** What a user can put right. Anything else that is thrown is our bug. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly kind: ProblemKind;

  constructor(problems: readonly Problem[], kind: ProblemKind = 'input') {
    super(problems.map(formatProblem).join('\n\n'));
    this.name = 'UserError';
    this.problems = problems;
    this.kind = kind;
  }
}

/**
 * A problem as the terminal shows it (`style.md` section 6 of the design notes).
 *
 * What a user or a server wrote cannot steer the terminal: control characters come out escaped.
 */
export function formatProblem(problem: Problem): string {
  const { source } = problem;
  const where = source ? `${source.file}:${source.line}:${source.column} ` : '';
  const rows: (readonly [string, string | undefined])[] = [
    ['got', problem.got],
    ['need', problem.need],
    ['why', problem.why],
    ['fix', problem.fix],
  ];
  const body = rows
    .filter(([, text]) => text)
    .map(
      ([label, text]) => `  ${label.padEnd(5)} ${harmless(text ?? '').replaceAll('\n', NEXT_LINE)}`,
    );
  return [`${harmless(where + problem.at)} [${problem.code}]`, ...body].join('\n');
}

/** Below the text of a row, whose label takes eight columns. */
const NEXT_LINE = `\n${' '.repeat(8)}`;

/** Text that cannot steer a terminal: control characters but the line end come out escaped. */
export function harmless(text: string): string {
  return text.replaceAll(/[^\P{C}\n]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
