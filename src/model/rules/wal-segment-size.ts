import { formatBytes, parseBytes } from '../../core/units.js';
import { MB } from '../sizes.js';
import { tunePostgres } from '../tuning.js';
import { tuningBasis } from '../tuning-basis.js';
import { rule } from './rule.js';
import { LIMIT_READS } from './tuned-reads.js';

/**
 * PostgreSQL does not start if `min_wal_size` or `max_wal_size` holds fewer than two WAL files.
 *
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/access/transam/xlog.c (ReadControlFile)
 */
export const walSegmentSize = rule({
  code: 'WAL_SEGMENT_SIZE',
  reads: [
    'nodes',
    ...LIMIT_READS,
    'availability.rto',
    'patroni.dcs.ttl',
    'postgresql.version',
    'postgresql.workload',
    'postgresql.parameters',
    'postgresql.initdb.wal-segsize',
  ],
  check(config) {
    const size = config.postgresql.initdb['wal-segsize'];
    if (size === undefined) return;
    const small = tunePostgres(tuningBasis(config)).find(
      ({ name, value }) =>
        ['min_wal_size', 'max_wal_size'].includes(name) && megabytes(value) < 2 * size,
    );
    if (small === undefined) return;
    return {
      at: 'postgresql.initdb.wal-segsize',
      got: `${size}`,
      need: `a size that ${small.name} holds twice: ${small.name} is ${small.value}`,
      why: 'PostgreSQL would not start',
      fix: `set postgresql.parameters.${small.name} to ${formatBytes(2 * size * MB)} or more, or lower wal-segsize`,
    };
  },
});

/** Without a unit the parameters count megabytes; what cannot be read is another rule's business. */
function megabytes(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  return (parseBytes(value) ?? Infinity) / MB;
}
