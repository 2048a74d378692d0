import { paths } from '../model/paths.js';
import { POOL_SHARES, poolRoom } from '../model/pool-room.js';
import type { ServiceTier } from '../model/record/cluster-record.js';
import {
  placeOf,
  type ClusterChange,
  type ServiceChange,
  type ServiceSide,
} from './cluster-change.js';
import { nothing } from './effects.js';
import { reservedIn } from './explain-connections.js';
import { keyChanges, mountedSettings, type KeyChange } from './file-changes.js';
import type { FileSettings } from './file-settings.js';
import type { Finding } from './finding.js';
import { keyPathOf, type Impact } from './impact.js';

/** What their share is worked out from. */
const READS = ['max_connections', 'superuser_reserved_connections', 'reserved_connections'];

const SHARES = `env.${POOL_SHARES}`;

/** Pools without a size of their own: each PgBouncer fits them into its share of the live `max_connections`. */
export function explainPools({ change }: Impact): Finding[] {
  const pgbouncer = serviceOf(change, 'pgbouncer');
  const reconciler = serviceOf(change, 'reconciler');
  const following = followingPools(pgbouncer?.after);
  const [old, now] = [settingsOf(reconciler?.before), settingsOf(reconciler?.after)];
  const before = shareOf(pgbouncer?.before, old);
  const after = shareOf(pgbouncer?.after, now);
  const isTold = following.length > 0 && before !== undefined && after !== undefined;
  if (!pgbouncer || !isTold || before === after) return [];
  return [
    {
      code: 'POOLS_FOLLOW',
      ...nothing('live'),
      object: pgbouncer.name,
      what: `server connections of each PgBouncer, shared by what has no pool_size: ${following.join(', ')}`,
      before: { text: `${before}` },
      after: { text: `${after}` },
      causes: keyChanges(old, now)
        .filter(({ key }) => READS.includes(key))
        .map((one) => `${keyPathOf('parameters', one.key)}: ${sidesText(one)}`),
      why: 'pools shrink before max_connections is lowered and grow once it is raised; a connection in use stays',
      resources: [],
    },
  ];
}

function serviceOf(change: ClusterChange, tier: ServiceTier): ServiceChange | undefined {
  return change.services.find(({ name }) => placeOf(change, name)?.tier === tier);
}

function settingsOf(side: ServiceSide | undefined): FileSettings | undefined {
  return readOf(side, paths.desiredPostgresqlConf);
}

function readOf(side: ServiceSide | undefined, path: string): FileSettings | undefined {
  return mountedSettings(path, side?.files.get(path));
}

/** Databases that PgBouncer's file gives no size. */
function followingPools(side: ServiceSide | undefined): string[] {
  const ini = readOf(side, paths.pgbouncerIni);
  return [...(ini?.keys() ?? [])].flatMap((key) => {
    const [, database] = /^databases\[(.*)\]\.host$/.exec(key) ?? [];
    const isGiven = ini?.has(`databases[${database}].pool_size`) ?? true;
    return database === undefined || isGiven ? [] : [database];
  });
}

/** @returns undefined if one of the two is not there, or the service does not say */
function shareOf(side: ServiceSide | undefined, settings: FileSettings | undefined) {
  const [, shares] = [...(side?.fields ?? [])].find(([path]) => path.endsWith(SHARES)) ?? [];
  const room = poolRoom(Number(settings?.get('max_connections')), reservedIn(settings));
  const share = Math.floor(room.connections / Number(shares));
  return Number.isFinite(share) ? share : undefined;
}

function sidesText({ before = 'not set', after = 'not set' }: KeyChange): string {
  return `${before} -> ${after}`;
}
