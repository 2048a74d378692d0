import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloneRoomTools } from '../interlock/clone-room.js';
import type { DecisionLog } from '../interlock/member-host.js';
import { cloneSize } from '../live/clone-size.js';
import type { PatroniSettings } from '../live/patroni-settings.js';
import { sqlConnect, withSql } from '../live/sql.js';
import { paths } from '../model/paths.js';
import { patroniDcs } from './member-dcs.js';

/** How a Patroni member finds out what a clone would take, before its Patroni starts. */
export function cloneRoomTools(settings: PatroniSettings, log: DecisionLog): CloneRoomTools {
  const { name, superuser } = settings;
  return {
    log,
    isEmpty: () => !existsSync(join(paths.pgdata, 'global', 'pg_control')),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(paths.patroniVolume);
      return bavail * bsize;
    },
    leaderBytes: async () => {
      const leader = await patroniDcs(settings).leader();
      if (!leader || leader.name === name) return undefined;
      if (!superuser) throw new Error('no superuser in the configuration');
      const { host, port } = leader;
      const target = { host, port, database: 'postgres', ...superuser };
      return withSql(sqlConnect, target, cloneSize);
    },
  };
}
