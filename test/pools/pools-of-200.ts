import type { PoolShare } from '../../src/pools/pool-share.js';
import { fittedPools } from '../../src/pools/fitted-pools.js';

/** Sized for `max_connections` 200 and three PgBouncers: 62 connections of each. */
export const FULL = `[databases]
postgres = host=h port=5432 pool_size=2 max_db_connections=2
project = host=h port=5432 pool_size=60 max_db_connections=60
`;

/** One PgBouncer's share with this `max_connections`. */
export function shareOf(maxConnections: number): PoolShare {
  const sum = `max_connections ${maxConnections}`;
  return { connections: Math.floor((maxConnections - 13) / 3), sum };
}

/** What a PgBouncer is started with while `max_connections` is 100: 28 of its share of 29. */
export const SMALLER = fittedPools(FULL, shareOf(100).connections);
