import { SUPERUSER_RESERVE } from './pool-room.js';
import { mandatory, tuned, type TunedParameter } from './tuned-parameter.js';

/** Sessions, logging and statistics: the same for every cluster. */
export function tuneSessions(): TunedParameter[] {
  return [
    mandatory(
      'password_encryption',
      'scram-sha-256',
      'the only method pg_hba and PgBouncer accept',
    ),
    mandatory(
      'superuser_reserved_connections',
      SUPERUSER_RESERVE,
      'taken off before pools are sized',
    ),
    mandatory('shared_preload_libraries', 'pg_stat_statements', 'statement statistics'),
    mandatory('log_destination', 'stderr', 'the container log is the only log'),
    mandatory('logging_collector', 'off', 'the container log is the only log'),
    tuned('log_line_prefix', '%m [%p] %q%u@%d/%a ', 'time, process, user, database, application'),
    tuned('log_checkpoints', 'on', 'one line a checkpoint'),
    tuned('log_lock_waits', 'on', 'names who waits for whom'),
    tuned('log_temp_files', '64MB', 'sorts that work_mem is too small for'),
    tuned('log_autovacuum_min_duration', '10s', 'long vacuums only'),
    tuned('log_timezone', 'Etc/UTC', 'one clock for all members'),
    tuned('timezone', 'Etc/UTC', 'one clock for all members'),
    tuned('tcp_keepalives_idle', '60', 'dead clients are found within 90 s'),
    tuned('tcp_keepalives_interval', '10', 'dead clients are found within 90 s'),
    tuned('tcp_keepalives_count', '3', 'dead clients are found within 90 s'),
    tuned(
      'idle_in_transaction_session_timeout',
      '10min',
      'a forgotten transaction holds vacuum back',
    ),
    tuned('track_io_timing', 'on', 'statement statistics say what waited for the disk'),
  ];
}
