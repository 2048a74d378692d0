import type { Clock } from '../core/clock.js';
import { fittedPools, mostConnections } from './fitted-pools.js';
import type { AskShare } from './pool-share.js';

/** What a PgBouncer starts with. */
export interface StartingPools {
  /** Text of its file. */
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
 * Where that cannot be found out, as at the first start of a cluster, pools start as they are given:
 * those without a size with one connection, until the guard knows more.
 *
 * @param ini - text of the file it was given
 */
export async function startingPools(
  ini: string,
  ask: AskShare,
  clock: Clock,
): Promise<StartingPools> {
  const share = await Promise.race([
    untilKnown(ask, clock),
    clock.sleep(LONGEST_MS).then(() => undefined),
  ]);
  if (!share) {
    return { ini, facts: { most: mostConnections(ini), reason: 'max_connections is not known' } };
  }
  const fitted = fittedPools(ini, share.connections);
  const most = mostConnections(fitted);
  return { ini: fitted, facts: { most, share: share.connections, sum: share.sum } };
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
