import type { EtcdMembership, RememberedMember } from '../live/etcd-cluster.js';
import type { ClusterView } from './etcd-join-decision.js';

export interface EtcdPeers {
  readonly peerUrls: readonly string[];
  /** At every peer's client port; needs the quorum. */
  readonly membership: Pick<EtcdMembership, 'list'>;
  readonly remembered: (peerUrl: string) => Promise<readonly RememberedMember[]>;
  /** Addresses behind a name; empty if there is none. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
}

/** What the other members say, the best there is: with quorum, from memory, nothing. Never throws. */
export async function viewCluster(peers: EtcdPeers): Promise<ClusterView> {
  const { peerUrls, membership, remembered, resolve } = peers;
  try {
    return { kind: 'quorum', members: await membership.list() };
  } catch {
    // No quorum, or nobody there: the peers' own memory tells which.
  }
  const answers = await Promise.allSettled(peerUrls.map(remembered));
  const lists = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (lists.length > 0) return { kind: 'no-quorum', remembered: lists.flat() };
  const hosts = peerUrls.map((url) => new URL(url).hostname);
  const addresses = await Promise.all(hosts.map(resolve));
  return { kind: 'silent', named: hosts.filter((_, index) => addresses[index]?.length) };
}
