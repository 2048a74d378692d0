import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import type { PoolConsole } from '../live/pgbouncer-console.js';
import type { PrimaryBehind } from '../live/primary-behind.js';

export interface PoolGuardTools {
  readonly console: PoolConsole;
  readonly primaryBehind: PrimaryBehind;
  /** Addresses of all HAProxy tasks: PgBouncer uses each of them. */
  readonly proxies: () => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Pools are never paused for longer, whoever asked and whatever became of it. */
  readonly longestPauseMs: number;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** Answer to a request to pause. */
export interface PauseAnswer {
  readonly paused: boolean;
  /** No transaction is running any more. */
  readonly drained: boolean;
  /** Why not, if they are not paused. */
  readonly reason?: string;
}

interface Pause {
  readonly since: number;
  readonly outcome: Promise<'drained' | 'refused' | 'unknown'>;
  /** Postmaster that took writes when the pause was asked for; undefined if nobody said. */
  before: Promise<string | undefined>;
  /** Whoever asked is done: the primary may be the same as before. */
  over: boolean;
  readonly ended: AbortController;
}

const POLL_MS = 150;
const ANSWER_MS = 1000;
/** Once one HAProxy leads to the primary, the others have this long to follow. */
const STRAGGLERS_MS = 2000;

/**
 * Pauses the pools of one PgBouncer on request, and resumes them whatever happens.
 *
 * They are resumed as soon as every HAProxy leads to a new primary, without being told: whoever asked
 * may be gone by then. Failing that, after `longestPauseMs`. A guard that starts resumes first.
 */
export class PoolGuard {
  #pause: Pause | undefined;

  constructor(private readonly tools: PoolGuardTools) {}

  get pausedForMs(): number | undefined {
    return this.#pause && this.tools.clock.now() - this.#pause.since;
  }

  /** Takes back what an earlier guard may have left paused; tries until PgBouncer answers. */
  async start(): Promise<void> {
    await this.#resume('the guard started');
  }

  /**
   * Asked again during a pause, it starts to wait for yet another primary; the longest pause still
   * counts from the first request.
   *
   * @param limitMs - how long to wait for running transactions. What runs longer stays alone with the
   *   handover, which cuts it; new ones wait all the same: one client's error, not everybody's.
   */
  async pause(limitMs: number): Promise<PauseAnswer> {
    const { clock, log } = this.tools;
    if (this.#pause) Object.assign(this.#pause, { over: false, before: this.#primaryNow() });
    const pause = (this.#pause ??= this.#begin());
    const late = clock.sleep(limitMs).then(() => 'late' as const);
    const outcome = await Promise.race([pause.outcome, late]);
    await Promise.race([pause.before, late]);
    log('pause', { outcome, waitedMs: Math.round(clock.now() - pause.since) });
    if (outcome === 'refused') {
      return { paused: false, drained: false, reason: 'somebody else has paused this PgBouncer' };
    }
    return { paused: this.#pause === pause, drained: outcome === 'drained' };
  }

  /** The handover is over, one way or the other: any primary will do. */
  resume(): void {
    if (this.#pause) this.#pause.over = true;
  }

  #begin(): Pause {
    const ended = new AbortController();
    const outcome = this.tools.console.pause(ended.signal).catch((error: unknown) => {
      if (!ended.signal.aborted) this.tools.log('pause-failed', { reason: errorText(error) });
      return 'unknown' as const;
    });
    const since = this.tools.clock.now();
    const pause: Pause = { since, outcome, before: this.#primaryNow(), over: false, ended };
    void this.#watch(pause);
    return pause;
  }

  /** Never throws; ends when the pools are open again. */
  async #watch(pause: Pause): Promise<void> {
    const { clock, longestPauseMs } = this.tools;
    const refused = pause.outcome.then(async (outcome) =>
      outcome === 'refused' ? undefined : new Promise<never>(() => undefined),
    );
    const longest = clock.sleep(longestPauseMs).then(() => 'longest pause');
    const reason = await Promise.race([refused, longest, this.#reasonToResume(pause)]);
    // Somebody else's pause is not ours to end.
    if (reason !== undefined) await this.#resume(reason, pause.since);
    pause.ended.abort();
    this.#pause = undefined;
  }

  async #reasonToResume(pause: Pause): Promise<string> {
    const { clock } = this.tools;
    let firstSeen: number | undefined;
    while (!pause.ended.signal.aborted) {
      const primaries = await this.#primaries();
      const before = await pause.before;
      const isWanted = (one: string | undefined) =>
        one !== undefined && (pause.over || (before !== undefined && one !== before));
      if (primaries.some(isWanted)) {
        firstSeen ??= clock.now();
        const all = primaries.every((one) => isWanted(one) && one === primaries[0]);
        if (all) return pause.over ? 'the handover is over' : 'a new primary takes writes';
        if (clock.now() - firstSeen >= STRAGGLERS_MS) return 'not every HAProxy has followed';
      }
      await clock.sleep(POLL_MS);
    }
    return 'ended';
  }

  async #primaryNow(): Promise<string | undefined> {
    return (await this.#primaries()).find((one) => one !== undefined);
  }

  async #primaries(): Promise<(string | undefined)[]> {
    const { primaryBehind, proxies } = this.tools;
    const addresses = await proxies().catch(() => []);
    return Promise.all(
      addresses.map((address) => primaryBehind(address, ANSWER_MS).catch(() => undefined)),
    );
  }

  /** Tries until PgBouncer answers: paused pools are worse than anything that may come of it. */
  async #resume(reason: string, since?: number): Promise<void> {
    const { clock, console, log } = this.tools;
    for (;;) {
      try {
        await console.resume();
        const afterMs = since === undefined ? {} : { afterMs: Math.round(clock.now() - since) };
        log('resumed', { reason, ...afterMs });
        return;
      } catch (error) {
        log('not-resumed', { reason: errorText(error) });
        await clock.sleep(POLL_MS);
      }
    }
  }
}
