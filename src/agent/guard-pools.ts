import { readFile } from 'node:fs/promises';
import { pgbouncerConsole } from '../live/pgbouncer-console.js';
import { poolToken } from '../live/pool-guards.js';
import { primaryBehind } from '../live/primary-behind.js';
import { resolveHost } from '../live/resolve-host.js';
import { systemClock } from '../live/system-clock.js';
import { paths } from '../model/paths.js';
import { ports } from '../model/ports.js';
import { guardSettings } from '../pools/guard-settings.js';
import { PoolGuard } from '../pools/pool-guard.js';
import { log } from './log.js';
import { servePoolGuard } from './pool-guard-server.js';

/** `guard-pools`: beside one PgBouncer, in its container and as its user. Runs until it is killed. */
export async function runGuardPools(): Promise<void> {
  const [ini, userlist] = await Promise.all([
    readFile(paths.pgbouncerIni, 'utf8'),
    readFile(paths.userlist, 'utf8'),
  ]);
  const { socketDirectory, port, upstream, login, longestPauseMs, mostConnections } = guardSettings(
    ini,
    userlist,
  );
  const guard = new PoolGuard({
    console: pgbouncerConsole(socketDirectory, port),
    primaryBehind: primaryBehind({ ...login, port: upstream.port }),
    proxies: () => resolveHost(upstream.host),
    clock: systemClock,
    longestPauseMs,
    log: (event, facts) => {
      log(`pool guard: ${event}`, facts);
    },
  });
  await guard.start();
  servePoolGuard(ports.poolGuard, guard, { token: poolToken(login.password), mostConnections });
}
