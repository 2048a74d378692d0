import { formatProblem, UserError, type ProblemKind } from '../core/problem.js';

/** 0 fine, 2 changes, 3 needs approval; 130 is what a shell expects after Ctrl-C. */
const EXIT: Readonly<Record<ProblemKind, number>> = {
  input: 1,
  approval: 3,
  refused: 4,
  live: 5,
};
const EXIT_OUR_BUG = 70;
const EXIT_INTERRUPTED = 130;

/** Prints an error as the user should see it and sets the exit code. */
export function reportError(error: unknown, json: boolean, interrupted: boolean): void {
  if (interrupted) {
    process.stderr.write(
      '\ninterrupted: what was done stays; run the command again to finish it\n',
    );
    process.exitCode = EXIT_INTERRUPTED;
    return;
  }
  if (error instanceof UserError) {
    const text = json
      ? JSON.stringify({ problems: error.problems }, null, 2)
      : error.problems.map(formatProblem).join('\n\n');
    process.stderr.write(`${text}\n`);
    process.exitCode = EXIT[error.kind];
    return;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`this is a bug in patroni-swarm, please report it:\n${shown}\n`);
  process.exitCode = EXIT_OUR_BUG;
}
