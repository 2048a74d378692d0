/** A major version of PostgreSQL that this project knows. */
export type PostgresMajor = 14 | 15 | 16 | 17 | 18;

/**
 * When a changed value counts: `postmaster` after a restart, `sighup` after a reload,
 * `backend` in new sessions, `user` and `superuser` too where a session chose nothing; `internal` never changes.
 */
export type SettingContext =
  'internal' | 'postmaster' | 'sighup' | 'superuser-backend' | 'backend' | 'superuser' | 'user';

/** One row of `pg_settings`, as a real server of that major shows it. */
export interface Setting {
  /** Lower case: PostgreSQL compares names without case. */
  readonly name: string;
  readonly type: 'bool' | 'integer' | 'real' | 'string' | 'enum';
  /** What a number without a unit counts. */
  readonly unit?: Unit;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** Words an enum takes for one of `values`, such as `true` for `on`. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly context: SettingContext;
  /** No file can set it: the server fixes it, or each session does. */
  readonly fixed?: true;
  readonly category: string;
  readonly description: string;
  /** Built in, in `unit` and without writing it. */
  readonly default?: string;
  /** Library that brings it; none for PostgreSQL's own. */
  readonly extension?: string;
}

export type Unit = 'B' | 'kB' | '8kB' | 'MB' | 'ms' | 's' | 'min';
