import type { Problem } from '../core/problem.js';
import type { PatroniCluster } from '../live/patroni-rest.js';
import type { SqlSession } from '../live/sql.js';
import type { RolesSecret } from '../model/secret-contents.js';
import type { DesiredState } from './desired.js';

/** One line per decision, for whoever reads the container's log. Never a password. */
export type Log = (event: string, details?: Readonly<Record<string, unknown>>) => void;

/** What a step may read and use during one pass. */
export interface PassContext {
  readonly desired: DesiredState;
  /** As of the start of the pass. */
  readonly cluster: PatroniCluster;
  readonly roles: RolesSecret;
  readonly log: Log;
  /** A superuser's session on the leader; one per database and pass, closed when the pass ends. */
  readonly leaderSql: (database: string) => Promise<SqlSession>;
}

/** What to say of a wait that never ended, in place of a deadline that passed. */
export type DeadlineProblem = Pick<Problem, 'code' | 'need' | 'fix'>;

/**
 * What a step found: true now, not yet true, or never true without a person.
 *
 * A refusal fails the apply at once if the desired state was never reached.
 */
export type StepOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'wait';
      readonly reasons: readonly string[];
      readonly atDeadline?: DeadlineProblem;
    }
  | { readonly kind: 'refuse'; readonly reason: string };

/**
 * One thing the reconciler keeps true.
 *
 * Idempotent, and safe to be killed at any point. What it throws counts as a reason to wait.
 */
export interface Step {
  readonly name: string;
  run(context: PassContext): Promise<StepOutcome>;
}

export const DONE: StepOutcome = { kind: 'done' };

export function waitFor(...reasons: readonly string[]): StepOutcome & { kind: 'wait' } {
  return { kind: 'wait', reasons };
}

export function refuse(reason: string): StepOutcome {
  return { kind: 'refuse', reason };
}
