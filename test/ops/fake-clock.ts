import type { Clock } from '../../src/core/clock.js';

/** Time that passes only by sleeping. */
export class FakeClock implements Clock {
  #now = 0;

  constructor(private readonly onTick: (now: number) => void = () => undefined) {}

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    this.onTick(this.#now);
    return Promise.resolve();
  }
}
