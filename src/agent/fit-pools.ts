import { systemClock } from '../live/system-clock.js';
import { startingPools } from '../pools/starting-pools.js';
import { log } from './log.js';
import { pgbouncerFiles, shareByProxies, writeFittedIni } from './pgbouncer-files.js';

/**
 * `fit-pools`: before a PgBouncer starts, in its container and as its user. Writes the file to start it
 * with; its pools fit into what PostgreSQL has now.
 *
 * @see docs/adr/0014-pools-follow-max-connections.md
 */
export async function runFitPools(): Promise<void> {
  const { ini, settings } = await pgbouncerFiles();
  const start = await startingPools(ini, shareByProxies(settings), systemClock);
  await writeFittedIni(start.ini);
  log('pools at the start', start.facts);
  // A connection that is still on its way would keep the process.
  process.exit(0);
}
