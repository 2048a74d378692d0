import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import { poolRoom, SUPERUSER_RESERVE } from '../../src/model/pool-room.js';
import { fittedPools } from '../../src/pools/fitted-pools.js';
import { parseConnectionString } from '../../src/syntax/connection-string.js';
import { parseIni } from '../../src/syntax/ini.js';
import { execIn, lab, SCOPE } from './lab-hosts.js';
import { waitUntil } from './wait.js';

/** Each guard asks every 5 s what PostgreSQL has. */
const FITTED_SECONDS = 15;

/** Connections that one of the lab's PgBouncers may take. */
export function shareOf(maxConnections: number): number {
  const { connections } = poolRoom(maxConnections, SUPERUSER_RESERVE);
  return Math.floor(connections / lab.nodes.length);
}

/** Waits until the PgBouncer of each host reads pools of that size for this database. */
export async function waitForPools(database: string, size: number): Promise<void> {
  await waitUntil(`pools of ${database} have ${size} connections`, FITTED_SECONDS, async () => {
    const sizes = await Promise.all(
      lab.nodes.map(async (host) => {
        const { databases = {} } = parseIni(await fileOn(host, paths.pgbouncerFittedIni));
        return parseConnectionString(databases[database] ?? '')['pool_size'];
      }),
    );
    return sizes.every((seen) => seen === `${size}`) ? undefined : sizes.join(', ');
  });
}

/** Waits until each PgBouncer reads pools that take this many connections of PostgreSQL at most. */
export async function waitForShare(share: number, hosts: readonly LabNode[]): Promise<void> {
  await waitUntil(`pools fit into ${share} connections`, FITTED_SECONDS, async () => {
    const fit = await Promise.all(
      hosts.map(async (host) => {
        const given = await fileOn(host, paths.pgbouncerIni);
        return (await fileOn(host, paths.pgbouncerFittedIni)) === fittedPools(given, share);
      }),
    );
    return fit.every(Boolean) ? undefined : `${fit.filter(Boolean).length} of ${hosts.length}`;
  });
}

async function fileOn(host: LabNode, path: string): Promise<string> {
  return (await execIn(host, names.pgbouncer(SCOPE), ['cat', path])).stdout;
}
