import type { DecisionLog, MemberEntry } from '../interlock/member-host.js';
import { isUnfinishedClone, removeUnfinishedClone } from '../live/unfinished-clone.js';
import { paths } from '../model/paths.js';

/**
 * Before Patroni starts: a clone that a kill broke off makes room for a new one.
 *
 * Patroni itself takes it for a broken cluster and asks for a reinitialize by hand, for ever.
 */
export function patroniEntry(log: DecisionLog): MemberEntry {
  return {
    beforeStart: () => {
      if (isUnfinishedClone(paths.pgdata)) {
        log('clone-unfinished', { path: paths.pgdata, reason: 'removed, to be cloned again' });
        removeUnfinishedClone(paths.pgdata);
      }
      return Promise.resolve(['patroni', paths.patroniDirectory]);
    },
    whileRunning: () => Promise.resolve(),
  };
}
