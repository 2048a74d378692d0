import type { VerifyReport } from '../verify/check.js';
import { formatProblem } from '../core/problem.js';
import { colours } from './colours.js';
import { seconds } from './format.js';

const MARKS = {
  pass: colours.green('✔'),
  fail: colours.red('✖'),
  skip: colours.yellow('–'),
} as const;

/** One line per check, what is wrong under those that failed, the count last. */
export function verifyText(report: VerifyReport): string {
  const lines = report.checks.map((check) => {
    const took = colours.dim(`(${seconds(check.seconds * 1000)})`);
    const line = `${MARKS[check.status]} ${check.title}: ${check.detail} ${took}`;
    return check.problem ? `${line}\n${formatProblem(check.problem)}` : line;
  });
  const { passed, failed, skipped } = report;
  return [...lines, `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n');
}
