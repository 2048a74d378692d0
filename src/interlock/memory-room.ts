import { errorText } from '../live/http.js';
import { type BusySizes, worstCaseOf } from '../model/memory-worst-case.js';
import type { DecisionLog } from './member-host.js';
import { type LoweredMemory, memoryBeforeSettings } from './problems.js';

export interface MemoryRoomTools {
  /** Of this container, in bytes; undefined if it has none. */
  readonly limitBytes: number | undefined;
  /** Under which a member of this volume started last; undefined before its first start. */
  readonly lastLimitBytes: () => number | undefined;
  readonly keepLimit: (bytes: number) => void;
  /**
   * What PostgreSQL is set to in the DCS; undefined where nobody else leads: the settings can be changed
   * only while somebody does.
   */
  readonly sizes: () => Promise<BusySizes | undefined>;
  /** How to apply the settings alone. */
  readonly settingsAlone: string;
  readonly log: DecisionLog;
}

/**
 * Keeps PostgreSQL from starting under a limit that was lowered before its settings were: it would be
 * killed for memory when it is busy. `deploy` makes two applies of that; who applies all at once is refused
 * here, by the first member of the chain. Swarm tries it again and again, so that it starts once the
 * reconciler has lowered the settings.
 *
 * Only a limit that was lowered is looked at: what a member ran with before, it starts with again,
 * whatever somebody set by hand since. What cannot be found out is no reason to stay away, and where nobody
 * leads the member is needed more than its settings fit.
 *
 * @throws UserError if PostgreSQL could use more than fits
 * @see docs/adr/0009-two-applies.md
 */
export async function requireMemoryRoom(tools: MemoryRoomTools): Promise<void> {
  const { limitBytes, lastLimitBytes, keepLimit, log } = tools;
  if (limitBytes === undefined) return;
  const last = lastLimitBytes();
  if (last !== undefined && limitBytes < last) {
    const worstCase = await worstCaseUnder(limitBytes, tools);
    if (worstCase) requireFit({ limitBytes, lastLimitBytes: last, ...worstCase }, tools);
  }
  if (limitBytes === last) return;
  try {
    keepLimit(limitBytes);
  } catch (error) {
    // A full disk, for one: PostgreSQL will say so itself.
    log('memory-limit-not-kept', { reason: errorText(error) });
  }
}

function requireFit(
  lowered: Omit<LoweredMemory, 'settingsAlone'>,
  { log, settingsAlone }: MemoryRoomTools,
): void {
  log('memory-room', { ...lowered });
  if (lowered.totalBytes > lowered.mostBytes) {
    throw memoryBeforeSettings({ ...lowered, settingsAlone });
  }
}

/** Undefined if what PostgreSQL is set to cannot be found out. */
async function worstCaseUnder(
  limitBytes: number,
  { sizes, log }: MemoryRoomTools,
): Promise<Pick<LoweredMemory, 'totalBytes' | 'mostBytes'> | undefined> {
  try {
    const found = await sizes();
    if (!found) return undefined;
    const { totalBytes, limitBytes: mostBytes } = worstCaseOf(found, limitBytes);
    return { totalBytes, mostBytes };
  } catch (error) {
    log('memory-room-unknown', { reason: errorText(error) });
    return undefined;
  }
}
