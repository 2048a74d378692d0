import type { Clock } from '../core/clock.js';

/** A request to stop. */
export interface StopRequest {
  /** Aborts at the first signal. */
  readonly asked: AbortSignal;
  /** Aborts at the second: only an engine that stops itself sends two, and kills 10 s after the first. */
  readonly hurried: AbortSignal;
}

/**
 * Bounds of a stop, milliseconds. A handover that begins at the last moment has 8 s, 3 of them for the
 * pools (one for a late answer), PostgreSQL 15: all in all 45 s. Swarm starts the next task
 * 60 s after an update whatever the grace period (`defaultOldTaskTimeout` of swarmkit).
 */
export const STOP_BOUNDS = {
  /** From the signal, for a turn. */
  turnMs: 17_000,
  /** From the signal, for a candidate: of members that were all forced at once, the second waits for its turn. */
  candidateMs: 22_000,
  /** From the signal: a handover that takes longer is left. */
  handedOverMs: 30_000,
  /** For the newest member to become a sync standby; Patroni alone takes two seconds. */
  widenMs: 6000,
  /** What transactions of pooled clients get to end. */
  poolsMs: 2000,
  handoverMs: 10_000,
  /** From the signal of a stop that was hurried, for everything before the program is told. */
  hurriedMs: 6000,
  /** Without an answer of the DCS. */
  dcsGoneMs: 5000,
} as const;

/** How much time a stop has left for waiting. */
export class StopClock {
  readonly #began: number;

  constructor(
    private readonly clock: Clock,
    private readonly hurried: AbortSignal,
    private readonly turnMs: number = STOP_BOUNDS.turnMs,
  ) {
    this.#began = clock.now();
  }

  get leftMs(): number {
    return this.leftOf(this.turnMs);
  }

  /** Of a bound of its own, from the signal too. */
  leftOf(boundMs: number): number {
    const bound = this.hurried.aborted ? STOP_BOUNDS.hurriedMs : boundMs;
    return this.#began + bound - this.clock.now();
  }

  get sinceMs(): number {
    return Math.round(this.clock.now() - this.#began);
  }

  /** Ends with `work`, or when a hurried stop has no time left for it. Never throws what `work` throws late. */
  async whileTime<T>(work: Promise<T>): Promise<T | 'no time'> {
    let over = false;
    const guarded = work.finally(() => {
      over = true;
    });
    const outOfTime = async (): Promise<'no time'> => {
      while (!over && (!this.hurried.aborted || this.leftMs > 0)) await this.clock.sleep(100);
      return 'no time';
    };
    guarded.catch(() => undefined);
    return Promise.race([guarded, outOfTime()]);
  }
}
