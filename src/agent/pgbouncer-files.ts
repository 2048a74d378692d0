import { readFile, rename, writeFile } from 'node:fs/promises';
import { primaryLimits } from '../live/primary-limits.js';
import { resolveHost } from '../live/resolve-host.js';
import type { SqlTarget } from '../live/sql.js';
import { paths } from '../model/paths.js';
import { POOL_SHARES } from '../model/pool-room.js';
import { guardSettings, type GuardSettings } from '../pools/guard-settings.js';
import { poolShare, type AskShare, type PoolShareTools } from '../pools/pool-share.js';

/** What is mounted in a PgBouncer's container. */
export interface PgbouncerFiles {
  /** Text of the `pgbouncer.ini` it was given. */
  readonly ini: string;
  readonly settings: GuardSettings;
}

export async function pgbouncerFiles(): Promise<PgbouncerFiles> {
  const [ini, userlist] = await Promise.all([
    readFile(paths.pgbouncerIni, 'utf8'),
    readFile(paths.userlist, 'utf8'),
  ]);
  return { ini, settings: guardSettings(ini, userlist) };
}

/** Asks by way of HAProxy for its share of what the primary has: before PgBouncer runs. */
export function shareByProxies({ upstream, login }: GuardSettings): AskShare {
  return askShare({ ...login, port: upstream.port }, () => resolveHost(upstream.host));
}

/** The same through PgBouncer, on a connection of its look-ups: nobody logs in anew for it. */
export function shareByPgbouncer({ socketDirectory, port, login }: GuardSettings): AskShare {
  return askShare({ ...login, port }, () => Promise.resolve([socketDirectory]));
}

function askShare(login: Omit<SqlTarget, 'host'>, ways: PoolShareTools['ways']): AskShare {
  const shares = Number(process.env[POOL_SHARES]);
  // A service that does not say cannot be judged.
  if (!Number.isInteger(shares) || shares < 1) return () => Promise.resolve(undefined);
  return poolShare({ primaryLimits: primaryLimits(login), ways, shares });
}

/** At once or not at all: PgBouncer may read it at any moment. */
export async function writeFittedIni(ini: string): Promise<void> {
  const fresh = `${paths.pgbouncerFittedIni}.new`;
  await writeFile(fresh, ini);
  await rename(fresh, paths.pgbouncerFittedIni);
}
