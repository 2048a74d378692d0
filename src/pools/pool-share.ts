import type { PrimaryLimits } from '../live/primary-limits.js';
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
  /** Addresses of all HAProxy tasks: each leads to the primary, and one that is down costs nothing. */
  readonly proxies: () => Promise<readonly string[]>;
  /** PgBouncers among which the room is shared. */
  readonly shares: number;
}

const ANSWER_MS = 1000;

/** Works out from the live primary what `planPools` works out from the cluster file. */
export function poolShare({ primaryLimits, proxies, shares }: PoolShareTools): AskShare {
  return async () => {
    const addresses = await proxies().catch(() => []);
    const answers = addresses.map(async (address) => {
      const limits = await primaryLimits(address, ANSWER_MS);
      if (!limits) throw new Error(`no primary behind ${address}`);
      return limits;
    });
    const limits = await Promise.any(answers).catch(() => undefined);
    if (!limits) return undefined;
    const { maxConnections, reserved, superuserReserved } = limits;
    const room = poolRoom(maxConnections, superuserReserved + reserved);
    return {
      connections: Math.floor(room.connections / shares),
      sum: `(${room.sum}) / ${shares} PgBouncers`,
    };
  };
}
