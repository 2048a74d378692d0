import { errorText } from '../live/http.js';
import type { DecisionLog } from './member-host.js';
import { noRoomForClone } from './problems.js';

export interface CloneRoomTools {
  /** Whether there is no server's data, so that Patroni will clone. */
  readonly isEmpty: () => boolean;
  /** Bytes that a copy of the leader takes; undefined if nobody leads, so there is nothing to clone. */
  readonly leaderBytes: () => Promise<number | undefined>;
  /** Bytes that are free on the volume. */
  readonly freeBytes: () => Promise<number>;
  readonly log: DecisionLog;
}

/** What is written while the copy is made comes on top. */
const MARGIN = 1.1;

/**
 * Keeps a clone from filling the disk: it would fail at the end, begin again, and take the room of
 * whatever else is on that disk. What cannot be found out is no reason to stay away.
 *
 * @throws UserError if there is less room than the clone takes; Swarm starts the member again later
 */
export async function requireCloneRoom(tools: CloneRoomTools): Promise<void> {
  if (!tools.isEmpty()) return;
  const { log } = tools;
  let sizes: readonly [leader: number | undefined, free: number];
  try {
    sizes = await Promise.all([tools.leaderBytes(), tools.freeBytes()]);
  } catch (error) {
    log('clone-room-unknown', { reason: errorText(error) });
    return;
  }
  const [leader, free] = sizes;
  if (leader === undefined) return;
  const need = Math.ceil(leader * MARGIN);
  log('clone-room', { needBytes: need, freeBytes: free });
  if (free >= need) return;
  throw noRoomForClone(free, need);
}
