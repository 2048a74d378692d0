import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/clock.js';

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
};
