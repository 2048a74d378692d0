import { chooseCandidate, patroniHolder, type HandoverView } from '../handover/choose-candidate.js';
import type { PatroniMemberState } from '../live/patroni-rest.js';
import { runningLeader } from '../model/up-criteria.js';

/** What a Patroni member that was asked to stop does next, and why. */
export type StopDecision =
  /** Nothing that waiting could make better. */
  | { readonly act: 'stop'; readonly reason: string }
  | { readonly act: 'hand-over'; readonly reason: string }
  /** May go when no other operation is under way. */
  | { readonly act: 'queue'; readonly reason: string }
  | {
      readonly act: 'wait';
      readonly reason: string;
      /** Worth more patience: without a candidate nobody leads for a while. */
      readonly forCandidate?: true;
    };

/**
 * Nobody waits for somebody who waits for it: a leader waits for replicas to come back, never for the
 * operation lease; when the whole cluster goes, a replica does not wait at all; every wait is bounded.
 *
 * @param etcdMembers - how many etcd members the cluster has: if they all stop too, nobody comes back
 */
export function decideStop(view: HandoverView, self: string, etcdMembers: number): StopDecision {
  const others = view.cluster.members.filter(({ name }) => name !== self);
  return runningLeader(view.cluster.members)?.name === self
    ? decideAsLeader(view, self, others, etcdMembers)
    : decideAsReplica(view, others, etcdMembers);
}

function decideAsLeader(
  view: HandoverView,
  self: string,
  others: readonly PatroniMemberState[],
  etcdMembers: number,
): StopDecision {
  const choice = chooseCandidate(view, self);
  if ('to' in choice) return { act: 'hand-over', reason: `${choice.to}: ${choice.reason}` };
  const why = choice.none.join('; ') || 'there is no other member';
  if (wholeClusterStops(view, others, etcdMembers)) {
    return others.every(isIn(view.marks.gone))
      ? { act: 'stop', reason: 'the whole cluster stops, and the replicas are gone' }
      : { act: 'wait', reason: 'the whole cluster stops: replicas first, the leader last' };
  }
  if (choice.hopeful.length === 0) return { act: 'stop', reason: `nobody can take over: ${why}` };
  return { act: 'wait', reason: `for a candidate: ${why}`, forCandidate: true };
}

function decideAsReplica(
  view: HandoverView,
  others: readonly PatroniMemberState[],
  etcdMembers: number,
): StopDecision {
  const { cluster, marks } = view;
  if (wholeClusterStops(view, others, etcdMembers)) {
    return { act: 'stop', reason: 'the whole cluster stops: replicas first' };
  }
  const leader = runningLeader(cluster.members);
  if (!leader) return { act: 'wait', reason: 'for a leader: this member may have to be it' };
  const rest = others.filter(({ name }) => name !== leader.name);
  const able = rest.filter((member) => isAble(member) && !isIn(marks.stopping)(member));
  if (able.length > 0) {
    return { act: 'queue', reason: `${able.map(({ name }) => name).join(', ')} can lead` };
  }
  const coming = rest.filter(({ state, nofailover }) => !nofailover && COMING.includes(state));
  if (coming.length === 0) {
    return { act: 'queue', reason: 'no other replica that could be waited for' };
  }
  const waiting = coming.map(({ name, state }) => `${name}, which is ${state}`).join(' and ');
  return { act: 'wait', reason: `for ${waiting}: nobody else could lead` };
}

/** Members that were all forced at once come back; when etcd stops as well, nothing does. */
function wholeClusterStops(
  { marks: { stopping } }: HandoverView,
  others: readonly PatroniMemberState[],
  etcdMembers: number,
): boolean {
  const etcdStopping = [...stopping].filter((holder) => holder.startsWith('etcd/')).length;
  return etcdStopping >= etcdMembers && others.every(isIn(stopping));
}

/** On the way to stream; a clone takes as long as it takes, so the bound decides. */
const COMING = ['running', 'starting', 'in archive recovery', 'creating replica', 'restarting'];

function isAble({ state, nofailover }: PatroniMemberState): boolean {
  return state === 'streaming' && !nofailover;
}

function isIn(holders: ReadonlySet<string>) {
  return ({ name }: PatroniMemberState): boolean => holders.has(patroniHolder(name));
}
