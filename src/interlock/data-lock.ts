import type { Clock } from '../core/clock.js';
import type { DecisionLog, HeldLock, MemberHost } from './member-host.js';

const REPORT_EVERY_MS = 5000;

/**
 * Waits until this container alone may use what `path` protects.
 *
 * It must wait, not give up: Swarm starts the replacement of a task 60 s after an update whatever
 * the grace period, and a task that exits instead leaves the update `paused`.
 *
 * @returns the lock, or undefined if `stop` came first
 * @see https://github.com/moby/swarmkit/blob/master/manager/orchestrator/restart/restart.go (defaultOldTaskTimeout)
 */
export async function takeDataLock(
  path: string,
  host: MemberHost,
  log: DecisionLog,
  clock: Clock,
  stop: AbortSignal,
): Promise<HeldLock | undefined> {
  const began = clock.now();
  const waitedMs = () => Math.round(clock.now() - began);
  const taken = host.lock(path, stop);
  for (;;) {
    const pause = clock.sleep(REPORT_EVERY_MS).then(() => 'waiting' as const);
    const lock = await Promise.race([taken, pause]);
    if (lock !== 'waiting') {
      log(lock ? 'lock-held' : 'lock-abandoned', { path, waitedMs: waitedMs() });
      return lock;
    }
    log('lock-wait', { path, waitedMs: waitedMs(), holder: host.lockHolder(path) });
  }
}
