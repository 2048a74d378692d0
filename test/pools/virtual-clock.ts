import type { Clock } from '../../src/core/clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time in which several things wait beside each other: it passes only in `advance`. */
export class VirtualClock implements Clock {
  #now = 0;
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ at: this.#now + milliseconds, wake });
    });
  }

  /** Wakes who sleeps in turn, and lets each go on until it waits again. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const next = this.#sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#sleepers = this.#sleepers.filter((one) => one !== next);
      this.#now = next.at;
      next.wake();
    }
    this.#now = end;
  }
}

/** One macrotask: everything that is ready has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
