import type { Clock } from '../core/clock.js';
import type { DecisionLog, MemberHost, StopMode } from './member-host.js';

/** Together below the 45 s a stop may take. */
const MODES: readonly (readonly [StopMode, number])[] = [
  ['fast', 25],
  ['immediate', 5],
];
const LOCK_WAIT_MS = 5000;
const LOOK_EVERY_MS = 100;

/**
 * Stops a PostgreSQL that outlived Patroni: a paused Patroni leaves it running, a killed one too.
 *
 * @param lock - file that every process of the server holds a lock on
 * @returns true if no process of the server is left
 */
export async function stopLeftovers(
  lock: string,
  host: MemberHost,
  log: DecisionLog,
  clock: Clock,
): Promise<boolean> {
  for (const [mode, seconds] of MODES) {
    if (!host.postmaster()?.alive) break;
    log('postgres-stop', { mode, reason: 'Patroni ended, the postmaster still runs' });
    await host.stopPostgres(mode, seconds);
  }
  for (const began = clock.now(); clock.now() - began < LOCK_WAIT_MS;) {
    if (await host.isFree(lock)) {
      log('postgres-gone');
      return true;
    }
    await clock.sleep(LOOK_EVERY_MS);
  }
  log('postgres-left', {
    lock,
    reason: 'still locked; the end of the container kills what is left',
  });
  return false;
}
