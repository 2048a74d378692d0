import { createHash } from 'node:crypto';
import type { EtcdMemberEntry, RememberedMember } from '../live/etcd-cluster.js';

/** Who this member is, from its `etcd.conf`. */
export interface EtcdSelf {
  readonly name: string;
  readonly peerUrl: string;
  /** `initial-cluster-token`. */
  readonly token: string;
}

/** What lies on the volume; the id is unknown on volumes that an older release filled. */
export type EtcdData =
  { readonly kind: 'none' } | { readonly kind: 'kept'; readonly memberId: string | undefined };

/** What the other members say; they are asked before this one starts. */
export type ClusterView =
  | { readonly kind: 'quorum'; readonly members: readonly EtcdMemberEntry[] }
  | { readonly kind: 'no-quorum'; readonly remembered: readonly RememberedMember[] }
  /** `named`: peers that Swarm has given a name, so they were healthy, and that do not answer. */
  | { readonly kind: 'silent'; readonly named: readonly string[] };

/** The next step on the way to a running member; after `remove`, `add`, `set-aside` ask again. */
export type JoinDecision =
  /** As the file says: a first start, or data that is good. */
  | { readonly kind: 'start'; readonly memberId: string | undefined; readonly reason: string }
  | { readonly kind: 'join'; readonly memberId: string; readonly initialCluster: string }
  | { readonly kind: 'remove'; readonly memberId: string; readonly reason: string }
  | { readonly kind: 'add'; readonly reason: string }
  | { readonly kind: 'set-aside'; readonly reason: string }
  | { readonly kind: 'wait'; readonly reason: string };

/**
 * Decides the next step from facts alone, so that it may be killed and asked again at any point.
 *
 * Membership is touched only if the quorum answers. Nothing is started on an empty volume while a
 * cluster that had members lacks its quorum: a person decides then.
 */
export function decideJoin(self: EtcdSelf, data: EtcdData, view: ClusterView): JoinDecision {
  return data.kind === 'kept' ? withData(self, data.memberId, view) : withoutData(self, view);
}

function withData(self: EtcdSelf, memberId: string | undefined, view: ClusterView): JoinDecision {
  if (view.kind !== 'quorum') return { kind: 'start', memberId, reason: 'has its data' };
  const own = entryAt(view.members, self);
  if (!own) {
    return { kind: 'set-aside', reason: 'the cluster removed the member this data belongs to' };
  }
  if (memberId !== undefined && own.id !== memberId) {
    return {
      kind: 'set-aside',
      reason: `the data belongs to member ${memberId}, the cluster has ${own.id} in its place`,
    };
  }
  return { kind: 'start', memberId, reason: 'has its data' };
}

function withoutData(self: EtcdSelf, view: ClusterView): JoinDecision {
  const first = { kind: 'start', memberId: firstId(self.peerUrl, self.token) } as const;
  if (view.kind === 'silent') {
    // A name means that a healthy member is there: this is no first start, only a bad moment.
    return view.named.length > 0
      ? { kind: 'wait', reason: `no data, and no answer from ${view.named.join(', ')}` }
      : { ...first, reason: 'first start: there is no other member yet' };
  }
  if (view.kind === 'no-quorum') {
    return view.remembered.some(({ clientUrls }) => clientUrls.length > 0)
      ? { kind: 'wait', reason: 'no data, and the cluster has no quorum' }
      : { ...first, reason: 'first start: no member has joined yet' };
  }
  const { members } = view;
  const lost = members.find((entry) => isOf(entry, self) && hasJoined(entry));
  if (lost) {
    return { kind: 'remove', memberId: lost.id, reason: 'the cluster knows it, its data is gone' };
  }
  const own = entryAt(members, self);
  if (!own) return { kind: 'add', reason: 'the cluster does not have it' };
  if (own.name === '') {
    return { kind: 'join', memberId: own.id, initialCluster: initialCluster(members, self) };
  }
  // Named but never joined: only the first start of a cluster lists such a member.
  const untouched = members.every(
    ({ id, peerUrls: [url = ''] }) => id === firstId(url, self.token),
  );
  return untouched
    ? { ...first, reason: 'first start: the cluster waits for it' }
    : {
        kind: 'remove',
        memberId: own.id,
        reason: 'never joined, and the cluster has changed since',
      };
}

function hasJoined({ clientUrls }: EtcdMemberEntry): boolean {
  return clientUrls.length > 0;
}

function isOf(entry: EtcdMemberEntry, { name, peerUrl }: EtcdSelf): boolean {
  return entry.name === name || entry.peerUrls.includes(peerUrl);
}

function entryAt(
  members: readonly EtcdMemberEntry[],
  { peerUrl }: EtcdSelf,
): EtcdMemberEntry | undefined {
  return members.find(({ peerUrls }) => peerUrls.includes(peerUrl));
}

/** etcd joins only with the list the cluster has; a member that never joined has no name there. */
function initialCluster(members: readonly EtcdMemberEntry[], self: EtcdSelf): string {
  return members
    .flatMap((entry) => {
      const own = entry.peerUrls.includes(self.peerUrl);
      const name = own ? self.name : entry.name || `member-${entry.id}`;
      return entry.peerUrls.map((url) => `${name}=${url}`);
    })
    .join(',');
}

/**
 * The id a member gets in the first start of a cluster; one that is added later gets another.
 *
 * @returns decimal
 * @see https://github.com/etcd-io/etcd/blob/v3.5.16/server/etcdserver/api/membership/member.go (computeMemberId)
 */
export function firstId(peerUrl: string, token: string): string {
  const hash = createHash('sha1').update(`${peerUrl}${token}`).digest();
  return hash.readBigUInt64BE(0).toString();
}
