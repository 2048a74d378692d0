import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import type { MemberMarks } from '../live/member-marks.js';
import type { HeldOperation, OperationLease } from '../live/operation-lease.js';
import type { DecisionLog } from './member-host.js';

export interface ComeBackTools {
  readonly holder: string;
  readonly clock: Clock;
  /** Now, ISO 8601. */
  readonly timestamp: () => string;
  readonly log: DecisionLog;
  readonly marks: Pick<MemberMarks, 'started'>;
  readonly lease: Pick<OperationLease, 'adopt'>;
  /** Whether the others may count on this member again. */
  readonly isBack: () => Promise<boolean>;
}

const LOOK_EVERY_MS = 1000;
/** A clone may take hours, and nobody shall wait that long for a turn. */
const KEEP_MS = 120_000;

/**
 * Announces the start of this container, and keeps the operation that its predecessor left until the
 * member is back. Ends with `over` at the latest; never throws.
 */
export async function comeBack(tools: ComeBackTools, over: AbortSignal): Promise<void> {
  const { holder, lease, log, marks, timestamp } = tools;
  const at = timestamp();
  const announced = await tryUntil(tools, over, 'start-not-announced', async () => {
    await marks.started(holder, at);
    return { left: await lease.adopt(holder) };
  });
  const left = announced?.left;
  if (!left) return;
  log('operation-adopted', { holder, reason: 'left by the container before' });
  await keepUntilBack(tools, left, over);
  if (over.aborted) return;
  await left.release();
  log('operation-released', { holder });
}

async function keepUntilBack(
  { clock, isBack }: ComeBackTools,
  left: HeldOperation,
  over: AbortSignal,
): Promise<void> {
  const began = clock.now();
  while (!over.aborted && clock.now() - began < KEEP_MS) {
    if (await isBack().catch(() => false)) return;
    await left.keepAlive().catch(() => false);
    await clock.sleep(LOOK_EVERY_MS);
  }
}

async function tryUntil<T>(
  { clock, log }: ComeBackTools,
  over: AbortSignal,
  event: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  let told = false;
  while (!over.aborted) {
    try {
      return await act();
    } catch (error) {
      // An etcd member that starts first has no quorum for a while: once is enough to know.
      if (!told) log(event, { reason: errorText(error) });
      told = true;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
  return undefined;
}
