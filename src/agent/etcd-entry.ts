import {
  joinEtcd,
  promoteEtcd,
  type EtcdJoinTools,
  type JoinedEtcd,
} from '../interlock/etcd-join.js';
import { viewCluster } from '../interlock/etcd-view.js';
import type { DecisionLog, MemberEntry } from '../interlock/member-host.js';
import { etcdMembership, rememberedMembers } from '../live/etcd-cluster.js';
import {
  hasWal,
  readEtcdConf,
  readMemberId,
  setDataAside,
  writeJoiningConf,
  writeMemberId,
  type EtcdConf,
} from '../live/etcd-files.js';
import { etcdGateway } from '../live/etcd-gateway.js';
import { operationLease } from '../live/operation-lease.js';
import { resolveHost } from '../live/resolve-host.js';
import { systemClock } from '../live/system-clock.js';
import { names } from '../model/names.js';
import { paths } from '../model/paths.js';
import { dcsKeys } from '../model/reconciler-status.js';

/** How this container's etcd gets into its cluster; see `joinEtcd`. */
export function etcdEntry(log: DecisionLog, stop: AbortSignal): MemberEntry {
  const conf = readEtcdConf(paths.etcdConf);
  const tools = joinTools(conf, log, stop);
  let joined: JoinedEtcd | undefined;
  return {
    beforeStart: async () => {
      joined = await joinEtcd(tools);
      return joined && ['etcd', '--config-file', joined.confPath ?? paths.etcdConf];
    },
    whileRunning: async (over) => {
      // A member without others was never a learner.
      if (joined && conf.peers.length > 0) await promoteEtcd(tools, joined, over);
    },
  };
}

function joinTools(conf: EtcdConf, log: DecisionLog, stop: AbortSignal): EtcdJoinTools {
  const { name, peerUrl, token, dataDirectory } = conf;
  const peerUrls = conf.peers.map((peer) => peer.peerUrl);
  const clients = peerUrls.map((url) => clientUrl(url, conf));
  const call = etcdGateway(() => clients);
  const membership = etcdMembership(call);
  return {
    self: { name, peerUrl, token },
    volume: {
      read: () =>
        hasWal(dataDirectory)
          ? { kind: 'kept', memberId: readMemberId(dataDirectory) }
          : { kind: 'none' },
      writeMemberId: (id) => {
        writeMemberId(dataDirectory, id);
      },
      setAside: () => {
        setDataAside(dataDirectory);
      },
      writeJoiningConf: (initialCluster) => {
        writeJoiningConf(paths.etcdConf, paths.etcdJoiningConf, initialCluster);
        return paths.etcdJoiningConf;
      },
    },
    membership,
    look: () =>
      viewCluster({ peerUrls, membership, remembered: rememberedMembers, resolve: resolveHost }),
    lease: operationLease(call, dcsKeys.operation(etcdScope(conf))),
    clock: systemClock,
    log,
    stop,
  };
}

/** Every member serves clients at the same port. */
function clientUrl(peerUrl: string, conf: EtcdConf): string {
  const { protocol, port } = new URL(conf.clientUrl);
  return `${protocol}//${new URL(peerUrl).hostname}:${port}`;
}

/** The service's name without what it says about the member. */
export function etcdScope({ name, peerUrl }: EtcdConf): string {
  const { hostname } = new URL(peerUrl);
  const rest = names.etcdMember('', name);
  if (!hostname.endsWith(rest)) throw new Error(`${hostname} does not end in ${rest}`);
  return hostname.slice(0, -rest.length);
}
