import type { ClusterConfig } from '../../config/schema/cluster.js';
import { poolerSettingsSchema } from '../../config/schema/pgbouncer-settings.js';
import { poolWaitSeconds } from './pool-wait.js';

/** Settings in PgBouncer's spelling and units. */
export type PoolerSettings = Readonly<Record<string, string | number>>;

type SettingValue = string | number | boolean | readonly string[] | undefined;

/** Section `[pgbouncer]` as far as the cluster file says it; a key without a value is left out. */
export function poolerSettings(
  config: Pick<ClusterConfig, 'availability' | 'pgbouncer'>,
): PoolerSettings {
  const { pgbouncer } = config;
  const { pool_mode, max_client_conn } = pgbouncer;
  const keys = Object.keys(
    poolerSettingsSchema.shape,
  ) as (keyof typeof poolerSettingsSchema.shape)[];
  const given = Object.fromEntries(keys.map((key) => [key, pgbouncer[key]] as const));
  const query_wait_timeout = poolWaitSeconds(config);
  return { pool_mode, max_client_conn, ...written({ ...given, query_wait_timeout }) };
}

/** What a database's line says besides its address, size and limit. */
export function databaseSettings({ pool }: ClusterConfig['databases'][number]): PoolerSettings {
  return written({ ...pool, max_db_connections: undefined });
}

/** Limits of single logins, sorted by name. */
export function poolerUsers({
  pgbouncer,
}: Pick<ClusterConfig, 'pgbouncer'>): { name: string; settings: PoolerSettings }[] {
  return pgbouncer.users
    .map(({ name, ...settings }) => ({ name, settings: written(settings) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function written(settings: Readonly<Record<string, SettingValue>>): PoolerSettings {
  const entries = Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, text(value)] as const],
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function text(value: Exclude<SettingValue, undefined>): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? value : value.join(',');
}
