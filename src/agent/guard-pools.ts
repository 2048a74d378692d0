import { readFile } from 'node:fs/promises';
import { pgbouncerConsole } from '../live/pgbouncer-console.js';
import { poolToken } from '../live/pool-guards.js';
import { primaryBehind } from '../live/primary-behind.js';
import { resolveHost } from '../live/resolve-host.js';
import { systemClock } from '../live/system-clock.js';
import { paths } from '../model/paths.js';
import { ports } from '../model/ports.js';
import { PoolFitter } from '../pools/pool-fitter.js';
import { PoolGuard } from '../pools/pool-guard.js';
import { log } from './log.js';
import { pgbouncerFiles, shareByPgbouncer, writeFittedIni } from './pgbouncer-files.js';
import { servePoolGuard } from './pool-guard-server.js';

/** `guard-pools`: beside one PgBouncer, in its container and as its user. Runs until it is killed. */
export async function runGuardPools(): Promise<void> {
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
  const fitter = new PoolFitter(await readFile(paths.pgbouncerFittedIni, 'utf8'), ini, {
    console,
    ask: shareByPgbouncer(settings),
    write: writeFittedIni,
    clock: systemClock,
    log,
  });
  await guard.start();
  servePoolGuard(ports.poolGuard, guard, fitter, poolToken(login.password));
  void fitter.run();
}
