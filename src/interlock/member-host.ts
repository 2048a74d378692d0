/** An exclusive lock on a file of the data volume; ends with the last process that has it open. */
export interface HeldLock {
  /** Open descriptor that carries the lock. */
  readonly descriptor: number;
  release(): void;
}

/** What `postmaster.pid` says, and whether that process lives. */
export interface Postmaster {
  readonly pid: number;
  readonly alive: boolean;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number | undefined;
  readonly ended: Promise<ChildEnd>;
  terminate(): void;
  /** By SIGKILL. */
  kill(): void;
}

export type StopMode = 'fast' | 'immediate';

/** Everything the supervisor does to the container it runs in. */
export interface MemberHost {
  /** Waits for the lock; undefined when `signal` ended the wait. */
  lock(path: string, signal: AbortSignal): Promise<HeldLock | undefined>;
  /** Who wrote itself into the lock file last. */
  lockHolder(path: string): string | undefined;
  isFree(path: string): Promise<boolean>;
  /** Starts the member's program; it inherits `lock`. */
  start(command: readonly string[], lock: HeldLock): Child;
  /** Undefined when there is no `postmaster.pid`: never started, or stopped cleanly. */
  postmaster(): Postmaster | undefined;
  /** Kills the backends of a postmaster that is gone; returns their process ids. */
  killOrphans(): readonly number[];
  /** Returns when the server is down or `timeoutSeconds` are over. */
  stopPostgres(mode: StopMode, timeoutSeconds: number): Promise<void>;
  /** Makes Patroni run its HA loop now. */
  wakePatroni(): Promise<void>;
}

/** What one kind of member needs around its program. */
export interface MemberEntry {
  /**
   * Runs with the data lock held, before the program.
   *
   * @returns the program and its arguments; undefined if a stop came first
   */
  beforeStart(): Promise<readonly string[] | undefined>;
  /** Runs beside the program until it is over; a stop counts as over. */
  whileRunning(over: AbortSignal): Promise<void>;
}

/** One decision and its reason, one JSON line in the container's log. */
export type DecisionLog = (event: string, facts?: Readonly<Record<string, unknown>>) => void;
