import type { PostgresMajor } from './setting.js';

/** A parameter of an older PostgreSQL. */
export interface FormerSetting {
  /** First version without it, `9.5` for the old way of counting. */
  readonly since: string;
  /** The same under another name, or what does its work now. */
  readonly now?: string;
  readonly hint: string;
}

const HISTORY: Readonly<Record<string, FormerSetting>> = {
  checkpoint_segments: former('9.5', 'segments x 3 x 16MB at most', 'max_wal_size'),
  ssl_renegotiation_limit: former('9.5', 'TLS sessions are no longer renegotiated'),
  krb_srvname: former('9.4', 'clients give it, as krbsrvname'),
  unix_socket_directory: former('9.3', 'the image sets it'),
  replication_timeout: former('9.3', 'renamed', 'wal_sender_timeout'),
  custom_variable_classes: former('9.2', 'any name with a dot is allowed'),
  min_parallel_relation_size: former('10', 'renamed', 'min_parallel_table_scan_size'),
  sql_inheritance: former('10', 'tables always include their children'),
  replacement_sort_tuples: former('11', 'sorts no longer use it'),
  default_with_oids: former('12', 'tables no longer have hidden OIDs'),
  wal_keep_segments: former('13', 'a size: segments x 16MB', 'wal_keep_size'),
  operator_precedence_warning: former('14', 'it helped with the change to 9.5'),
  vacuum_cleanup_index_scale_factor: former('14', 'vacuum no longer needs it'),
  stats_temp_directory: former('15', 'statistics are in shared memory'),
  force_parallel_mode: former('16', 'renamed', 'debug_parallel_query'),
  lc_collate: former('16', 'each database has its own: postgresql.initdb.locale'),
  lc_ctype: former('16', 'each database has its own: postgresql.initdb.locale'),
  promote_trigger_file: former('16', 'Patroni promotes'),
  vacuum_defer_cleanup_age: former('16', 'replicas ask for it themselves', 'hot_standby_feedback'),
  db_user_namespace: former('17', 'there are no users of one database'),
  old_snapshot_threshold: former('17', 'end long ones instead', 'transaction_timeout'),
  trace_recovery_messages: former('17', 'recovery follows it', 'log_min_messages'),
  ssl_ecdh_curve: former('18', 'renamed, and a list now', 'ssl_groups'),
};

function former(since: string, hint: string, now?: string): FormerSetting {
  return { since, hint, ...(now !== undefined && { now }) };
}

/** What became of a parameter that `major` no longer has; undefined if it still has it or none ever had. */
export function formerSetting(name: string, major: PostgresMajor): FormerSetting | undefined {
  const found = Object.hasOwn(HISTORY, name) ? HISTORY[name] : undefined;
  return found !== undefined && Number(found.since) <= major ? found : undefined;
}
