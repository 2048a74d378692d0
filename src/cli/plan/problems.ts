import { UserError, type Problem } from '../../core/problem.js';
import type { ReportedFinding } from '../../plan/plan-report.js';
import { guardText } from './plan-text.js';

export function revisionUnreadable(revision: string, path: string, said: string): UserError {
  return new UserError([
    {
      code: 'REVISION_UNREADABLE',
      at: '--from',
      got: revision,
      need: `a git revision that has ${path}, or a path that ends in .yaml`,
      ...(said !== '' && { why: said.split('\n')[0] }),
      fix: 'git log shows the revisions of the file',
    },
  ]);
}

/** The guarded findings of a plan that may not be applied as it is. */
export function planGuarded(held: readonly ReportedFinding[]): UserError {
  const refused = held.some(({ guard }) => guard === 'refused');
  const problems = held.map((finding): Problem => {
    const { code, fix, guard, object, severity, what, why } = finding;
    return {
      code: guard === 'refused' ? 'PLAN_REFUSED' : 'PLAN_NEEDS_APPROVAL',
      at: object,
      got: `${what} [${code}]`,
      need: guard === 'refused' ? 'a change that keeps what is there' : guardText(finding),
      why: `${severity}: ${why}`,
      ...(fix !== undefined && { fix }),
    };
  });
  return new UserError(problems, refused ? 'refused' : 'approval');
}
