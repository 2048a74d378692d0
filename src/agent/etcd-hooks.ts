import { comeBack } from '../interlock/come-back.js';
import { etcdHolder, leaveEtcd, type EtcdPeer } from '../interlock/leave-etcd.js';
import type { DecisionLog } from '../interlock/member-host.js';
import type { MemberHooks } from '../interlock/supervise-member.js';
import { etcdStatus, moveRaftLeader } from '../live/etcd.js';
import { readEtcdConf } from '../live/etcd-files.js';
import { systemClock } from '../live/system-clock.js';
import { paths } from '../model/paths.js';
import { etcdScope } from './etcd-entry.js';
import { memberDcs } from './member-dcs.js';

/** What an etcd member does around etcd: let Patroni go first, queue, move the Raft leader away. */
export function etcdHooks(log: DecisionLog, hurried: AbortSignal): MemberHooks {
  const conf = readEtcdConf(paths.etcdConf);
  const { name } = conf;
  const { hostname: host, port } = new URL(conf.clientUrl);
  const peers = conf.peers.map(({ peerUrl }) => new URL(peerUrl).hostname);
  const dcs = memberDcs(etcdScope(conf), [host, ...peers], Number(port));
  const { lease, marks } = dcs;
  const ownUrl = `http://127.0.0.1:${port}`;
  const own: EtcdPeer = { host, status: () => etcdStatus(ownUrl) };
  const others = peers.map((peer): EtcdPeer => ({
    host: peer,
    status: () => etcdStatus(dcs.urlOf(peer)),
  }));
  const isBack = async (): Promise<boolean> => {
    const { isLearner, leaderId } = await own.status();
    return leaderId !== '0' && !isLearner;
  };
  const timestamp = () => new Date().toISOString();
  return {
    whileRunning: async (over) => {
      const back = { clock: systemClock, holder: etcdHolder(name), isBack, timestamp };
      await Promise.all([dcs.keepAddresses(over), comeBack({ ...back, lease, log, marks }, over)]);
    },
    beforeStop: () =>
      leaveEtcd({
        self: name,
        clock: systemClock,
        log,
        hurried,
        marks,
        lease,
        own,
        others,
        moveRaftLeader: (memberId) => moveRaftLeader(ownUrl, memberId),
      }),
    afterStop: () => marks.gone(etcdHolder(name)),
  };
}
