import type { Clock } from '../core/clock.js';
import type { Problem } from '../core/problem.js';
import type { SqlConnect, SqlTarget } from '../live/sql.js';
import type { ClusterView } from '../model/cluster-view.js';
import type { Topology } from '../model/desired-state.js';
import type { PostgresSecret, RolesSecret } from '../model/secret-contents.js';

/** What a check may use. */
export interface CheckTools {
  readonly topology: Topology;
  readonly clock: Clock;
  readonly connect: SqlConnect;
  readonly postgres: PostgresSecret;
  /** Undefined where it is not mounted: checks that need it are skipped. */
  readonly roles: RolesSecret | undefined;
}

export interface CheckContext extends CheckTools {
  /** The cluster as it was when the checks began. */
  readonly view: ClusterView;
}

/** What a check found; a failed one says what to do. */
export type Finding =
  | { readonly status: 'pass'; readonly detail: string }
  | { readonly status: 'skip'; readonly detail: string }
  | { readonly status: 'fail'; readonly problem: Problem };

/** One line of the checklist. Leaves nothing behind; what it throws fails it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  run(context: CheckContext): Promise<Finding>;
}

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: 'pass' | 'fail' | 'skip';
  readonly seconds: number;
  readonly detail: string;
  readonly problem?: Problem;
}

export interface VerifyReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly checks: readonly CheckResult[];
}

export function pass(detail: string): Finding {
  return { status: 'pass', detail };
}

export function skip(detail: string): Finding {
  return { status: 'skip', detail };
}

export function fail(problem: Omit<Problem, 'code'>): Finding {
  return { status: 'fail', problem: { code: 'CHECK_FAILED', ...problem } };
}

/** A superuser's connection to `database` at an address. */
export function superuserAt(
  { postgres }: CheckTools,
  host: string,
  port: number,
  database = 'postgres',
): SqlTarget {
  return { host, port, database, ...postgres.superuser };
}
