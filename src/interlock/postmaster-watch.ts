import type { Clock } from '../core/clock.js';
import type { DecisionLog, MemberHost, Postmaster } from './member-host.js';

const LOOK_EVERY_MS = 200;
const WAKE_EVERY_MS = 1500;
const WAKES = 5;

/**
 * A server that stops by itself removes `postmaster.pid` last; one that is killed leaves it behind.
 *
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/utils/init/miscinit.c (UnlinkLockFiles)
 */
export function crashed(before: Postmaster | undefined, now: Postmaster | undefined): boolean {
  return before?.alive === true && now?.pid === before.pid && !now.alive;
}

/**
 * Tells Patroni at once that its postmaster crashed; by itself it looks once every `loop_wait`.
 *
 * Ends when `over` does. Never throws: without it Patroni is only slower.
 */
export async function watchPostmaster(
  host: MemberHost,
  log: DecisionLog,
  clock: Clock,
  over: AbortSignal,
): Promise<void> {
  let before: Postmaster | undefined;
  while (!over.aborted) {
    const now = host.postmaster();
    if (crashed(before, now)) {
      log('postmaster-crashed', {
        pid: now?.pid,
        reason: 'gone, but postmaster.pid is still there',
      });
      // A busy backend does not notice for minutes, and no server starts beside it (measured).
      log('orphans-killed', { pids: host.killOrphans() });
      await wakeUntilAlive(host, log, clock, over);
    }
    before = now;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** One wake-up can fall into the moment in which Patroni clears its event, so there are several. */
async function wakeUntilAlive(
  host: MemberHost,
  log: DecisionLog,
  clock: Clock,
  over: AbortSignal,
): Promise<void> {
  for (let wake = 1; wake <= WAKES && !over.aborted; wake++) {
    if (host.postmaster()?.alive) return;
    try {
      await host.wakePatroni();
      log('patroni-woken', { wake, reason: 'postmaster crashed' });
    } catch (error) {
      log('patroni-not-woken', {
        wake,
        reason: error instanceof Error ? error.message : 'unknown',
      });
    }
    await clock.sleep(WAKE_EVERY_MS);
  }
}
