import { systemClock } from '../live/system-clock.js';
import { paths } from '../model/paths.js';
import { startingPools } from '../pools/starting-pools.js';
import { log } from './log.js';
import { askShareOf, pgbouncerFiles, writeFittedIni } from './pgbouncer-files.js';

/**
 * `fit-pools`: before a PgBouncer starts, in its container and as its user. Prints the path of the file
 * to start it with; its pools fit into what PostgreSQL has now.
 *
 * @see docs/adr/0009-two-applies.md
 */
export async function runFitPools(): Promise<void> {
  const { ini, settings } = await pgbouncerFiles();
  const start = await startingPools(ini, askShareOf(settings), systemClock);
  const smaller = start.ini !== ini;
  if (smaller) await writeFittedIni(start.ini);
  log(smaller ? 'pools smaller' : 'pools full', start.facts);
  const path = smaller ? paths.pgbouncerFittedIni : paths.pgbouncerIni;
  // A connection that is still on its way would keep the process.
  process.stdout.write(`${path}\n`, () => process.exit(0));
}
