import { rule } from './rule.js';

/**
 * etcd reads a bare number as hours in one mode and as revisions in the other, and a time as billions
 * of revisions: the store would grow to its quota and then refuse writes.
 *
 * @see https://github.com/etcd-io/etcd/blob/v3.5.16/server/embed/etcd.go (parseCompactionRetention)
 */
export const etcdCompaction = rule({
  code: 'ETCD_COMPACTION',
  reads: ['etcd.auto-compaction-mode', 'etcd.auto-compaction-retention'],
  check({ etcd }) {
    const mode = etcd['auto-compaction-mode'];
    const retention = etcd['auto-compaction-retention'];
    const isNumber = /^\d+$/.test(retention);
    if (isNumber === (mode === 'revision')) return;
    return {
      at: isNumber ? 'etcd.auto-compaction-retention' : 'etcd.auto-compaction-mode',
      got: `${retention} in mode ${mode}`,
      need: isNumber ? 'a time such as 1h' : "a number of revisions such as '1000'",
      why: 'etcd would keep far more or far less than was meant',
      fix: isNumber
        ? 'add the unit, or set auto-compaction-mode to revision'
        : "set auto-compaction-retention to '1000', or remove the mode",
    };
  },
});
