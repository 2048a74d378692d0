import { readFile } from 'node:fs/promises';
import { pgbouncerConsole } from '../live/pgbouncer-console.js';
import { poolToken } from '../live/pool-guards.js';
import { primaryBehind } from '../live/primary-behind.js';
import { resolveHost } from '../live/resolve-host.js';
import { systemClock } from '../live/system-clock.js';
import { paths } from '../model/paths.js';
import { ports } from '../model/ports.js';
import { PoolGrowth } from '../pools/pool-growth.js';
import { PoolGuard } from '../pools/pool-guard.js';
import { log } from './log.js';
import { askShareOf, pgbouncerFiles, writeFittedIni } from './pgbouncer-files.js';
import { servePoolGuard } from './pool-guard-server.js';

/**
 * `guard-pools [INI]`: beside one PgBouncer, in its container and as its user. Runs until it is killed.
 *
 * @param used - path of the file that PgBouncer was started with: what `fit-pools` printed
 */
export async function runGuardPools([used = paths.pgbouncerIni]: readonly string[]): Promise<void> {
  const { ini, settings } = await pgbouncerFiles();
  const { socketDirectory, port, upstream, login, longestPauseMs } = settings;
  const console = pgbouncerConsole(socketDirectory, port);
  const guard = new PoolGuard({
    console,
    primaryBehind: primaryBehind({ ...login, port: upstream.port }),
    proxies: () => resolveHost(upstream.host),
    clock: systemClock,
    longestPauseMs,
    log: (event, facts) => {
      log(`pool guard: ${event}`, facts);
    },
  });
  const growth = new PoolGrowth(await readFile(used, 'utf8'), ini, {
    console,
    ask: askShareOf(settings),
    write: writeFittedIni,
    clock: systemClock,
    log,
  });
  await guard.start();
  servePoolGuard(ports.poolGuard, guard, {
    token: poolToken(login.password),
    mostConnections: () => growth.mostConnections,
  });
  if (used === paths.pgbouncerFittedIni) void growth.run();
}
