import { ownAddressIn } from '../live/own-address.js';
import { readPatroniSettings } from '../live/patroni-settings.js';
import { requireCloneRoom } from '../interlock/clone-room.js';
import type { DecisionLog, MemberEntry } from '../interlock/member-host.js';
import { requireMemoryRoom } from '../interlock/memory-room.js';
import { cloneRoomTools } from './clone-room-tools.js';
import { memoryRoomTools } from './memory-room-tools.js';
import { isUnfinishedClone, removeUnfinishedClone } from '../live/unfinished-clone.js';
import { paths } from '../model/paths.js';

/**
 * Before Patroni starts: a clone that a kill broke off makes room for a new one. Patroni itself takes
 * it for a broken cluster and asks for a reinitialize by hand, for ever.
 *
 * PostgreSQL is then published by this container's address, not its name: the name of a member that was asked
 * to stop is withdrawn two seconds before, and replicas must reach a leader until it has handed over.
 */
export function patroniEntry(log: DecisionLog): MemberEntry {
  return {
    beforeStart: async () => {
      if (isUnfinishedClone(paths.pgdata)) {
        log('clone-unfinished', { path: paths.pgdata, reason: 'removed, to be cloned again' });
        removeUnfinishedClone(paths.pgdata);
      }
      const settings = readPatroniSettings(paths.patroniDirectory);
      await requireMemoryRoom(memoryRoomTools(settings, log));
      await requireCloneRoom(cloneRoomTools(settings, log));
      const { postgresPort, restAllowlist } = settings;
      const address = ownAddressIn(restAllowlist);
      log('address', { address, reason: address ? 'of the data network' : 'none: name published' });
      return [
        'env',
        // Wins over Patroni's files, which are the same for every container of a member. Its REST
        // interface keeps the name: the next container would call a dead address for 6 s (measured).
        ...(address ? [`PATRONI_POSTGRESQL_CONNECT_ADDRESS=${address}:${postgresPort}`] : []),
        'patroni',
        paths.patroniDirectory,
      ];
    },
    whileRunning: () => Promise.resolve(),
  };
}
