import type { ConnectionLimits, PrimaryLimits } from '../live/primary-limits.js';
import { poolRoom } from '../model/pool-room.js';

/** Server connections that one PgBouncer may take now. */
export interface PoolShare {
  /** May be negative. */
  readonly connections: number;
  /** The same with its numbers. */
  readonly sum: string;
}

/** Undefined if no primary says what it has. Never throws. */
export type AskShare = () => Promise<PoolShare | undefined>;

export interface PoolShareTools {
  readonly primaryLimits: PrimaryLimits;
  /** Addresses that lead to the primary; the next is asked where one does not answer. */
  readonly ways: () => Promise<readonly string[]>;
  /** PgBouncers among which the room is shared. */
  readonly shares: number;
}

const ANSWER_MS = 1000;

/** Works out from the live primary what `planPools` works out from the cluster file. */
export function poolShare({ primaryLimits, ways, shares }: PoolShareTools): AskShare {
  return async () => {
    const limits = await firstAnswer(primaryLimits, await ways().catch(() => []));
    if (!limits) return undefined;
    const { maxConnections, reserved, superuserReserved } = limits;
    const room = poolRoom(maxConnections, superuserReserved + reserved);
    return {
      connections: Math.floor(room.connections / shares),
      sum: `(${room.sum}) / ${shares} PgBouncers`,
    };
  };
}

async function firstAnswer(
  primaryLimits: PrimaryLimits,
  addresses: readonly string[],
): Promise<ConnectionLimits | undefined> {
  for (const address of addresses) {
    const limits = await primaryLimits(address, ANSWER_MS);
    if (limits) return limits;
  }
  return undefined;
}
