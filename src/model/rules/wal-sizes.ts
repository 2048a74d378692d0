import { formatBytes } from '../../core/units.js';
import { diskBasis } from '../tuning-basis.js';
import { WAL_SIZE_PARAMETERS, walSizes } from '../tuning-wal.js';
import { rule } from './rule.js';

/** Recycled WAL above the size at which a checkpoint removes it. */
export const walSizesRule = rule({
  code: 'WAL_SIZES',
  reads: [
    'nodes[].disk',
    'postgresql.version',
    ...WAL_SIZE_PARAMETERS.map((name) => `postgresql.parameters.${name}`),
  ],
  check({ nodes, postgresql }) {
    const basis = diskBasis({ nodes, postgresql });
    const { maxBytes, minBytes } = walSizes(basis);
    if (minBytes < maxBytes) return;
    const given = Object.hasOwn(basis.user, 'min_wal_size') ? 'min_wal_size' : 'max_wal_size';
    return {
      at: `postgresql.parameters.${given}`,
      got: `min_wal_size ${formatBytes(minBytes)}, max_wal_size ${formatBytes(maxBytes)}`,
      need: 'min_wal_size below max_wal_size',
      why: 'checkpoints would come at once, one after another, and free nothing',
      fix: 'lower min_wal_size, or raise max_wal_size',
    };
  },
});
