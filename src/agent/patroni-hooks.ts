import { patroniHolder } from '../handover/choose-candidate.js';
import { comeBack } from '../interlock/come-back.js';
import { leavePatroni } from '../interlock/leave-patroni.js';
import type { DecisionLog } from '../interlock/member-host.js';
import { STOP_BOUNDS } from '../interlock/stop-clock.js';
import type { MemberHooks } from '../interlock/supervise-member.js';
import { patroniControl } from '../live/patroni-control.js';
import { patroniRest } from '../live/patroni-rest.js';
import { readPatroniSettings } from '../live/patroni-settings.js';
import { wakePatroni } from '../live/patroni-wake.js';
import { checkpoint } from '../live/postmaster.js';
import { systemClock } from '../live/system-clock.js';
import { names } from '../model/names.js';
import { paths } from '../model/paths.js';
import { patroniDcs } from './member-dcs.js';
import { mountedPools } from './mounted-pools.js';

const LOCAL = '127.0.0.1';

/** What a Patroni member does around Patroni: hand over, queue, announce itself. */
export function patroniHooks(log: DecisionLog, hurried: AbortSignal): MemberHooks {
  const settings = readPatroniSettings(paths.patroniDirectory);
  const { scope, name, restPort, credentials } = settings;
  const dcs = patroniDcs(settings);
  const { lease, marks, syncCount } = dcs;
  const restAt = (host: string) => `http://${host}:${restPort}`;
  const patroniAt = (host: string) => patroniRest(restAt(host), credentials);
  const isBack = async (): Promise<boolean> => {
    const { members } = await patroniAt(LOCAL).cluster();
    const own = members.find((member) => member.name === name);
    return own?.state === 'streaming' || (own?.role === 'leader' && own.state === 'running');
  };
  const timestamp = () => new Date().toISOString();
  return {
    whileRunning: async (over) => {
      const back = { clock: systemClock, holder: patroniHolder(name), isBack, timestamp };
      await Promise.all([dcs.keepAddresses(over), comeBack({ ...back, lease, log, marks }, over)]);
    },
    beforeStop: async () => {
      const pools = await mountedPools(names.pgbouncer(scope), STOP_BOUNDS.poolsMs, log, hurried);
      await leavePatroni({
        ...(pools && { pools }),
        self: name,
        etcdMembers: settings.etcdHosts.length,
        clock: systemClock,
        patroniAt,
        controlAt: (host) => patroniControl(restAt(host), credentials),
        lent: syncCount,
        reaches: (member) => patroniAt(names.patroniMember(scope, member)).alive(),
        // Its own Patroni reads the DCS, and is the one that hands over.
        hosts: [LOCAL],
        marks,
        lease,
        log,
        hurried,
        timestamp,
        checkpoint: () => checkpoint(paths.pgSocketDirectory, STOP_BOUNDS.turnMs),
        wake: () => wakePatroni(paths.patroniDirectory),
      });
    },
    afterStop: () => marks.gone(patroniHolder(name)),
  };
}
