import type { Clock } from '../core/clock.js';
import type { AskShare } from './pool-share.js';
import { mostConnections, smallerPools } from './smaller-pools.js';

/** What a PgBouncer starts with. */
export interface StartingPools {
  /** Text of its file: that which it was given if nothing has to be smaller. */
  readonly ini: string;
  /** For the log. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Clients of this host have no pool meanwhile. */
const LONGEST_MS = 2000;
/** No primary takes writes in the middle of a handover, and none can be reached for an instant. */
const POLL_MS = 200;

/**
 * Chooses the pools that fit into what PostgreSQL has now, within `LONGEST_MS`.
 *
 * What cannot be found out is no reason for smaller pools: at the first start of a cluster nobody could
 * say, and nobody holds connections.
 *
 * @param ini - text of the file it was given
 */
export async function startingPools(
  ini: string,
  ask: AskShare,
  clock: Clock,
): Promise<StartingPools> {
  const full = mostConnections(ini);
  const share = await Promise.race([
    untilKnown(ask, clock),
    clock.sleep(LONGEST_MS).then(() => undefined),
  ]);
  if (!share) return { ini, facts: { most: full, reason: 'max_connections is not known' } };
  const smaller = smallerPools(ini, share.connections);
  const most = mostConnections(smaller);
  return {
    ini: smaller,
    facts: { most, full, share: share.connections, sum: share.sum },
  };
}

async function untilKnown(ask: AskShare, clock: Clock): ReturnType<AskShare> {
  const end = clock.now() + LONGEST_MS;
  while (clock.now() < end) {
    const share = await ask();
    if (share) return share;
    await clock.sleep(POLL_MS);
  }
  return undefined;
}
