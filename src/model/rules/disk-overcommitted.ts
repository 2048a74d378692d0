import { formatBytes, parseBytes } from '../../core/units.js';
import { floorToMegabytes } from '../sizes.js';
import { diskBasis } from '../tuning-basis.js';
import { WAL_SIZE_PARAMETERS, walSizes } from '../tuning-wal.js';
import { rule } from './rule.js';

const PERCENT = 75;

/** WAL and etcd's store lie beside the data: a full disk stops the leader and its etcd together. */
export const diskOvercommitted = rule({
  code: 'DISK_OVERCOMMITTED',
  reads: [
    'nodes[].disk',
    'postgresql.version',
    'etcd.quota-backend-bytes',
    ...WAL_SIZE_PARAMETERS.map((name) => `postgresql.parameters.${name}`),
  ],
  check({ etcd, nodes, postgresql }) {
    const basis = diskBasis({ nodes, postgresql });
    const { maxBytes, keptBytes, slotBytes } = walSizes(basis);
    if (slotBytes < 0) {
      return {
        at: 'postgresql.parameters.max_slot_wal_keep_size',
        got: 'no limit',
        need: 'a size',
        why: 'the slot of an absent replica would keep WAL until the disk is full',
        fix: 'remove it: 30 % of the disk is the default here',
      };
    }
    const parts = [
      { at: 'postgresql.parameters.max_wal_size', bytes: maxBytes },
      { at: 'postgresql.parameters.wal_keep_size', bytes: keptBytes },
      { at: 'postgresql.parameters.max_slot_wal_keep_size', bytes: slotBytes },
      { at: 'etcd.quota-backend-bytes', bytes: parseBytes(etcd['quota-backend-bytes']) ?? 0 },
    ];
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const most = floorToMegabytes((basis.diskBytes * PERCENT) / 100);
    if (total <= most) return;
    const given = parts
      .filter(({ at }) => !at.startsWith('postgresql') || Object.hasOwn(basis.user, last(at)))
      .toSorted((a, b) => b.bytes - a.bytes);
    const sum = parts.map(({ at, bytes }) => `${last(at)} ${formatBytes(bytes)}`).join(' + ');
    return {
      at: given[0]?.at ?? 'nodes',
      got: `${formatBytes(total)} beside the data: ${sum}`,
      need: `${formatBytes(most)} or less: ${PERCENT} % of the smallest disk, ${formatBytes(basis.diskBytes)}`,
      why: 'a full disk stops PostgreSQL, and etcd beside it',
      fix: 'lower the largest part of the sum, or give nodes[].disk its true size',
    };
  },
});

function last(at: string): string {
  return at.slice(at.lastIndexOf('.') + 1);
}
