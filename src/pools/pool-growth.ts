import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import type { ReloadConsole } from '../live/pgbouncer-console.js';
import type { AskShare, PoolShare } from './pool-share.js';
import { mostConnections } from './smaller-pools.js';

export interface PoolGrowthTools {
  readonly console: ReloadConsole;
  readonly ask: AskShare;
  /** Puts this text where PgBouncer reads its file from, all of it at once. */
  readonly write: (ini: string) => Promise<void>;
  readonly clock: Clock;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

const POLL_MS = 2000;

/**
 * Gives a PgBouncer that was started with smaller pools its full ones, once PostgreSQL has room for all.
 *
 * Larger pools are never made smaller: that needs a restart, which the reconciler waits for.
 */
export class PoolGrowth {
  #used: string;

  /**
   * @param used - text of the file that PgBouncer was started with, or that an earlier guard wrote there
   * @param full - text of the file that it was given
   */
  constructor(
    used: string,
    private readonly full: string,
    private readonly tools: PoolGrowthTools,
  ) {
    this.#used = used;
  }

  /** Server connections that PgBouncer takes at most, now. */
  get mostConnections(): number {
    return mostConnections(this.#used);
  }

  /** Ends when PgBouncer has its full pools. Never throws. */
  async run(): Promise<void> {
    // An earlier guard may have been killed between the file and its `RELOAD`.
    const before = this.mostConnections;
    const share = this.#used === this.full ? undefined : await this.#untilTheyFit();
    // From here on PgBouncer may have read it: it must not be taken for a smaller one.
    this.#used = this.full;
    await this.#retried(async () => {
      await this.tools.write(this.full);
      return this.tools.console.reload();
    });
    this.tools.log('pools full', {
      most: this.mostConnections,
      ...(share && { before, share: share.connections, sum: share.sum }),
    });
  }

  async #untilTheyFit(): Promise<PoolShare> {
    const needed = mostConnections(this.full);
    for (;;) {
      const share = await this.tools.ask();
      if (share && share.connections >= needed) return share;
      await this.tools.clock.sleep(POLL_MS);
    }
  }

  /** Says once why it did not work, not every two seconds. */
  async #retried(work: () => Promise<boolean>): Promise<void> {
    let told: string | undefined;
    for (;;) {
      const reason = await work().then(
        (done) => (done ? undefined : 'the pools are paused'),
        errorText,
      );
      if (reason === undefined) return;
      if (reason !== told) this.tools.log('pools not full yet', { reason });
      told = reason;
      await this.tools.clock.sleep(POLL_MS);
    }
  }
}
