import type { Clock } from '../core/clock.js';
import type { Operation, OperationLease } from '../live/operation-lease.js';

/** Throws if somebody else may be at work by now; asked right before each call that changes something. */
export type StillHeld = () => Promise<void>;

/** Three refreshes in one life of the lease. */
const REFRESH_MS = 10_000;

/**
 * Does `work` as the cluster's one operation.
 *
 * A reconciler that was killed leaves its lease to expire: taking it over would let two reconcilers,
 * which Swarm may start during a partition, act at once.
 *
 * @returns what is going on instead, if somebody else is at work
 * @throws whatever `work` throws; the lease is given back in every case
 */
export async function withOperation<T>(
  { lease, clock }: { readonly lease: OperationLease; readonly clock: Clock },
  operation: Operation,
  work: (stillHeld: StillHeld) => Promise<T>,
): Promise<{ readonly result: T } | { readonly heldBy: Operation }> {
  const held = await lease.acquire(operation);
  if ('heldBy' in held) return held;
  const stillHeld = async (): Promise<void> => {
    if (!(await held.keepAlive())) throw new Error('the operation lease is lost: nothing was done');
  };
  const working = work(stillHeld);
  const ended = working.then(
    () => true,
    () => true,
  );
  const turn = () => clock.sleep(REFRESH_MS).then(() => false);
  try {
    for (;;) {
      if (await Promise.race([ended, turn()])) return { result: await working };
      await held.keepAlive().catch(() => false);
    }
  } finally {
    await held.release();
  }
}
