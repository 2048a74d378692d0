import { patroniDefault } from '../model/catalogue/home.js';

/**
 * Parameters that Patroni passes on the command line: no file has them, so PostgreSQL never says
 * that one of them waits for a restart. `wal_keep_size` is an exception of Patroni's: a reload is enough.
 *
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/postgresql/__init__.py (start)
 */
export const COMMAND_LINE = [
  'max_connections',
  'max_locks_per_transaction',
  'max_prepared_transactions',
  'max_replication_slots',
  'max_wal_senders',
  'max_worker_processes',
  'track_commit_timestamp',
  'wal_level',
  'wal_log_hints',
] as const;

/** What a member shall be started with, given the parameters in the DCS. */
export function commandLineValues(
  parameters: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  return new Map(
    COMMAND_LINE.map((name) => {
      const value = parameters[name] ?? patroniDefault(name);
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}
