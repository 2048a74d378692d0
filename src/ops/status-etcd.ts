import type { EtcdStatus } from '../live/etcd.js';
import { errorText } from '../live/http.js';
import type { EtcdMemberView, EtcdView } from '../model/cluster-view.js';
import type { OpTools } from './op-tools.js';

type Asked = { readonly status?: EtcdStatus; readonly error?: string };

/** Asks every member itself: each one answers with or without quorum. */
export async function viewEtcd({ topology, etcdStatus }: OpTools): Promise<EtcdView> {
  const { clientPort, members } = topology.etcd;
  const asked = await Promise.all(
    members.map(async ({ service }): Promise<Asked> => {
      try {
        return { status: await etcdStatus(`http://${service}:${clientPort}`) };
      } catch (error) {
        return { error: errorText(error) };
      }
    }),
  );
  const leaders = new Set(asked.flatMap(({ status }) => (status ? [status.leaderId] : [])));
  const [leaderId] = leaders;
  const agreed = leaders.size === 1 && leaderId !== '0';
  const views = members.map(({ node, service }, index) =>
    viewMember(node, service, asked[index] ?? {}),
  );
  return {
    healthy: agreed && views.every(({ reachable }) => reachable),
    leader: agreed ? (views.find(({ leader }) => leader)?.node ?? null) : null,
    members: views,
  };
}

function viewMember(node: string, service: string, { status, error }: Asked): EtcdMemberView {
  return {
    node,
    service,
    reachable: status !== undefined,
    leader: status !== undefined && status.memberId === status.leaderId,
    version: status?.version ?? null,
    raftTerm: status?.raftTerm ?? null,
    raftIndex: status?.raftIndex ?? null,
    dbSizeBytes: status?.dbSizeBytes ?? null,
    ...(error !== undefined && { error }),
  };
}
