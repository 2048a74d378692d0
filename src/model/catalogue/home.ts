import type { Setting } from './setting.js';

/** Who writes a parameter's value, and so where a change of it goes. */
export type Home =
  /** The user or tuning; in the DCS for all members, which may be overridden nowhere else. */
  | 'cluster-wide'
  /** The same, but Patroni reads it from the DCS alone: it passes the value on its command line. */
  | 'dcs-only'
  | 'patroni'
  | 'image'
  /** The server itself, at build or initdb; or each session. */
  | 'server';

/** What it takes until a changed value counts. */
export type ChangeCost = 'reload' | 'restart' | 'new sessions' | 'fixed';

const BY_PATRONI = 'Patroni sets it and would silently ignore the value';
const BY_ROLE = 'Patroni writes it anew whenever a member changes its role';
const BY_IMAGE = 'paths in the container are fixed by the image';

/**
 * Parameters that have one right writer, and it is not the user; and why.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html (important rules)
 * @see https://github.com/patroni/patroni (patroni/postgresql/config.py, CMDLINE_OPTIONS, recovery parameters)
 */
const CONTROLLED: ReadonlyMap<string, { home: 'patroni' | 'image'; why: string }> = new Map([
  ...['listen_addresses', 'port', 'cluster_name', 'hot_standby'].map(by('patroni', BY_PATRONI)),
  ...['synchronous_standby_names'].map(
    by('patroni', 'Patroni follows the members; see availability.rpo'),
  ),
  ...['primary_conninfo', 'primary_slot_name', 'restore_command'].map(by('patroni', BY_ROLE)),
  ...['archive_cleanup_command', 'recovery_end_command'].map(by('patroni', BY_ROLE)),
  ...['recovery_min_apply_delay', 'promote_trigger_file'].map(by('patroni', BY_ROLE)),
  ...['trigger_file', 'standby_mode', 'pause_at_recovery_target'].map(by('patroni', BY_ROLE)),
  ...['data_directory', 'config_file', 'hba_file', 'ident_file'].map(by('image', BY_IMAGE)),
  ...['external_pid_file', 'unix_socket_directories'].map(by('image', BY_IMAGE)),
]);

function by(home: 'patroni' | 'image', why: string) {
  return (name: string) => [name, { home, why }] as const;
}

/** Why a parameter is not the user's to set, if Patroni or the image sets it. */
export function controlledBecause(name: string): string | undefined {
  return name.startsWith('recovery_target') ? BY_ROLE : CONTROLLED.get(name)?.why;
}

/** What Patroni passes on the command line of every member, from the DCS, and its own defaults; 4.1.4, `CMDLINE_OPTIONS`. */
const DCS_ONLY: ReadonlyMap<string, string> = new Map([
  ['max_connections', '100'],
  ['max_locks_per_transaction', '64'],
  ['max_prepared_transactions', '0'],
  ['max_worker_processes', '8'],
  ['max_wal_senders', '10'],
  ['max_replication_slots', '10'],
  ['track_commit_timestamp', 'off'],
  ['wal_keep_size', '128MB'],
  ['wal_level', 'replica'],
  ['wal_log_hints', 'on'],
]);

/** What a member runs with if the DCS does not set one of the values it alone decides. */
export function patroniDefault(name: string): string | undefined {
  return DCS_ONLY.get(name);
}

export function homeOf(setting: Setting): Home {
  if (controlledBecause(setting.name) !== undefined) {
    return CONTROLLED.get(setting.name)?.home ?? 'patroni';
  }
  if (setting.fixed) return 'server';
  return DCS_ONLY.has(setting.name) ? 'dcs-only' : 'cluster-wide';
}

/** From the context: a value of a user's session comes by reload unless the session chose its own. */
export function changeCost({ context, fixed }: Setting): ChangeCost {
  if (fixed || context === 'internal') return 'fixed';
  if (context === 'postmaster') return 'restart';
  return context === 'backend' || context === 'superuser-backend' ? 'new sessions' : 'reload';
}

const HOT_STANDBY: ReadonlySet<string> = new Set([
  ...['max_connections', 'max_prepared_transactions', 'max_locks_per_transaction'],
  ...['max_wal_senders', 'max_worker_processes'],
]);

/**
 * Whether members must restart in an order: replicas first when the value rises, the primary first when it falls.
 *
 * A replica with less than its primary stops replaying.
 *
 * @see https://www.postgresql.org/docs/17/hot-standby.html (administrator's overview)
 */
export function needsRestartOrder(name: string): boolean {
  return HOT_STANDBY.has(name);
}

/** The least Patroni accepts, in the setting's unit; less is replaced by its default without a word. */
const PATRONI_MINIMA: ReadonlyMap<string, number> = new Map([
  ['max_connections', 25],
  ['max_locks_per_transaction', 32],
  ['max_worker_processes', 2],
  ['max_wal_senders', 3],
  ['max_replication_slots', 4],
  ['wal_keep_size', 16],
]);

export function patroniMinimum(name: string): number | undefined {
  return PATRONI_MINIMA.get(name);
}
