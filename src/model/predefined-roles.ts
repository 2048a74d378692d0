import type { PostgresMajor } from './catalogue/setting.js';

/** PostgreSQL's own roles that can be granted, with the major that brought each. */
const SINCE: Readonly<Record<string, PostgresMajor>> = {
  pg_read_all_data: 14,
  pg_write_all_data: 14,
  pg_read_all_settings: 14,
  pg_read_all_stats: 14,
  pg_stat_scan_tables: 14,
  pg_monitor: 14,
  pg_signal_backend: 14,
  pg_read_server_files: 14,
  pg_write_server_files: 14,
  pg_execute_server_program: 14,
  pg_checkpoint: 15,
  pg_use_reserved_connections: 16,
  pg_create_subscription: 16,
  pg_maintain: 17,
  pg_signal_autovacuum_worker: 18,
};

/**
 * Names a role can be made a member of without creating them, sorted.
 *
 * @see https://www.postgresql.org/docs/18/predefined-roles.html
 */
export function predefinedRoles(major: PostgresMajor): string[] {
  return Object.keys(SINCE)
    .filter((name) => (SINCE[name] ?? Infinity) <= major)
    .sort();
}
