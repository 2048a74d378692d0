import { formatBytes } from '../core/units.js';
import { floorToMegabytes, GB, MB } from './sizes.js';
import { type DiskBasis, type TuningBasis, userBytes } from './tuning-basis.js';
import { mandatory, tuned, type TunedParameter } from './tuned-parameter.js';

/** How much of the disk WAL may take, the user's values already in their places. */
export interface WalSizes {
  readonly maxBytes: number;
  readonly minBytes: number;
  readonly keptBytes: number;
  /** Negative: an absent replica may fill the disk. */
  readonly slotBytes: number;
}

/** What a user may set of them. */
export const WAL_SIZE_PARAMETERS = [
  'max_wal_size',
  'min_wal_size',
  'wal_keep_size',
  'max_slot_wal_keep_size',
] as const;

export function walSizes(basis: DiskBasis): WalSizes {
  const { diskBytes } = basis;
  const maxBytes = given(basis, 'max_wal_size', Math.min(diskBytes / 5, 16 * GB));
  return {
    maxBytes,
    minBytes: given(basis, 'min_wal_size', Math.min(diskBytes / 20, maxBytes / 4)),
    keptBytes: given(basis, 'wal_keep_size', Math.max(Math.min(diskBytes / 50, 2 * GB), 16 * MB)),
    slotBytes: given(basis, 'max_slot_wal_keep_size', diskBytes * 0.3),
  };
}

function given(basis: DiskBasis, name: string, otherwise: number): number {
  return userBytes(basis, name, floorToMegabytes(otherwise));
}

/** WAL, checkpoints and replication. */
export function tuneWal(basis: TuningBasis): TunedParameter[] {
  const { diskBytes, major, memberCount, ttlSeconds } = basis;
  const disk = formatBytes(diskBytes);
  const { maxBytes, minBytes, keptBytes, slotBytes } = walSizes(basis);
  const senders = Math.max(10, 2 * memberCount + 4);
  const timeout = `${Math.floor(ttlSeconds / 2)}s`;
  const deadStandby = 'half of patroni ttl: a dead standby must not hold up commits for longer';
  return [
    mandatory('wal_level', 'replica', 'streaming replication'),
    mandatory('wal_log_hints', 'on', 'pg_rewind'),
    mandatory('max_wal_senders', senders, `two for each of ${memberCount} members and a reserve`),
    mandatory('max_replication_slots', senders, 'one for each sender'),
    tuned('hot_standby_feedback', 'on', 'queries on replicas are not cancelled by vacuum'),
    tuned('max_wal_size', formatBytes(maxBytes), `1/5 of ${disk}, 16GB at most`),
    tuned(
      'min_wal_size',
      formatBytes(minBytes),
      `1/20 of ${disk}, a quarter of max_wal_size at most`,
    ),
    tuned('wal_keep_size', formatBytes(keptBytes), `1/50 of ${disk}, 2GB at most`),
    tuned(
      'max_slot_wal_keep_size',
      formatBytes(slotBytes),
      `30 % of ${disk}: an absent replica must not fill the disk`,
    ),
    tuned('wal_buffers', -1, '1/32 of shared_buffers, 16MB at most'),
    tuned('wal_compression', major < 15 ? 'on' : 'lz4', 'less WAL for little CPU'),
    tuned('checkpoint_timeout', '10min', 'fewer full pages, crash recovery stays short'),
    tuned('checkpoint_completion_target', '0.9', 'writes spread over the whole interval'),
    tuned('wal_sender_timeout', timeout, deadStandby),
    tuned('wal_receiver_timeout', timeout, 'as wal_sender_timeout'),
    tuned('wal_retrieve_retry_interval', '1s', 'replicas find a new leader sooner'),
  ];
}
