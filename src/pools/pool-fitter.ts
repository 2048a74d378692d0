import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import type { ReloadConsole } from '../live/pgbouncer-console.js';
import { fittedPools, mostConnections } from './fitted-pools.js';
import type { AskShare, PoolShare } from './pool-share.js';

export interface PoolFitterTools {
  readonly console: ReloadConsole;
  readonly ask: AskShare;
  /** Puts this text where PgBouncer reads its file from, all of it at once. */
  readonly write: (ini: string) => Promise<void>;
  readonly clock: Clock;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

interface Ceiling {
  readonly most: number;
  /** On the clock; whoever needs it for longer says so again. */
  readonly until: number;
}

/** A raise is live for no longer before pools use it. */
const POLL_MS = 5000;
/** Longer than the reconciler takes to restart one member, after which it says so again. */
const CEILING_MS = 120_000;

/**
 * Keeps the pools of one PgBouncer at its share of what PostgreSQL has, by `RELOAD`: server connections
 * that are in use stay, and clients that wait get what the new limits allow.
 *
 * What is not known changes nothing.
 */
export class PoolFitter {
  /** What PgBouncer's file holds. */
  #written: string;
  /** What PgBouncer has surely read; not known of an earlier guard's PgBouncer. */
  #loaded: string | undefined;
  #share: PoolShare | undefined;
  #ceiling: Ceiling | undefined;
  #told: string | undefined;
  #turn: Promise<void> = Promise.resolve();

  /**
   * @param written - text of the file that PgBouncer was started with, or that an earlier guard wrote there
   * @param given - text of the file that it was given
   */
  constructor(
    written: string,
    private readonly given: string,
    private readonly tools: PoolFitterTools,
  ) {
    this.#written = written;
  }

  /** Server connections that PgBouncer takes at most, now: of what it may have read, the larger. */
  get mostConnections(): number {
    const most = mostConnections(this.#written);
    return this.#loaded === undefined ? most : Math.max(most, mostConnections(this.#loaded));
  }

  /** Never ends and never throws. */
  async run(): Promise<void> {
    for (;;) {
      const share = await this.tools.ask();
      if (share) this.#learn(share);
      await this.#inTurn();
      await this.tools.clock.sleep(POLL_MS);
    }
  }

  /**
   * Makes the pools smaller before PostgreSQL has less, and keeps them so until it does, or until nobody
   * has asked for a while.
   *
   * @returns `mostConnections` after that: more than asked for if PgBouncer cannot take it now
   */
  async keepWithin(most: number): Promise<number> {
    this.#ceiling = { most, until: this.tools.clock.now() + CEILING_MS };
    await this.#inTurn();
    return this.mostConnections;
  }

  #learn(share: PoolShare): void {
    this.#share = share;
    // PostgreSQL has no more than was asked for: from now on the pools follow it again.
    if (this.#ceiling && share.connections <= this.#ceiling.most) this.#ceiling = undefined;
  }

  /** One at a time: whoever asks and the poll may come together. */
  #inTurn(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#fit());
    return this.#turn;
  }

  async #fit(): Promise<void> {
    const wanted = this.#wanted();
    if (wanted === this.#loaded) return;
    const before = mostConnections(this.#loaded ?? this.#written);
    const reason = await this.#load(wanted).then(
      (done) => (done ? undefined : 'the pools are paused'),
      errorText,
    );
    if (reason !== undefined) {
      // Said once, not at every poll.
      if (reason !== this.#told) this.tools.log('pools not fitted yet', { reason });
      this.#told = reason;
      return;
    }
    this.#told = undefined;
    const most = this.mostConnections;
    const { connections: share, sum } = this.#share ?? {};
    if (most !== before) {
      this.tools.log('pools fitted', { before, most, share, sum, ceiling: this.#ceilingNow() });
    }
  }

  async #load(wanted: string): Promise<boolean> {
    await this.tools.write(wanted);
    this.#written = wanted;
    const done = await this.tools.console.reload();
    if (done) this.#loaded = wanted;
    return done;
  }

  #wanted(): string {
    const share = this.#share?.connections;
    const ceiling = this.#ceilingNow() ?? Infinity;
    if (share !== undefined) return fittedPools(this.given, Math.min(share, ceiling));
    // No more than it has, which was known when PgBouncer was started.
    return this.mostConnections > ceiling ? fittedPools(this.given, ceiling) : this.#written;
  }

  #ceilingNow(): number | undefined {
    const { most, until } = this.#ceiling ?? { until: -Infinity };
    return this.tools.clock.now() < until ? most : undefined;
  }
}
