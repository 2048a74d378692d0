import { UserError } from '../core/problem.js';

/** A saved plan is applied whole or not at all. */
export function planInTwoApplies(why: string): UserError {
  return new UserError(
    [
      {
        code: 'PLAN_IN_TWO_APPLIES',
        at: '--plan-file',
        got: 'a plan that holds both steps of a change',
        need: 'two applies',
        why,
        fix: 'leave --plan-file out: deploy then makes both, one after the other',
      },
    ],
    'refused',
  );
}
