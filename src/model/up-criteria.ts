import type { Topology } from './desired-state.js';
import { presentMembers } from './without-nodes.js';

/** What `GET /cluster` says of one member. */
export interface MemberReport {
  readonly name: string;
  readonly role: string;
  readonly state: string;
}

const SYNC_ROLES = ['sync_standby', 'quorum_standby'];

/** The member that holds the leader lock and runs. */
export function runningLeader<M extends MemberReport>(members: readonly M[]): M | undefined {
  return members.find(({ role, state }) => role === 'leader' && state === 'running');
}

export function isSyncStandby({ role }: MemberReport): boolean {
  return SYNC_ROLES.includes(role);
}

/**
 * Why the cluster does not count as up: a leader, every member of the topology streaming, and in
 * sync mode a registered sync standby. Before that it cannot fail over without loss. Members of nodes
 * that the topology is without do not count.
 *
 * @returns empty if it is up
 */
export function notUpBecause(members: readonly MemberReport[], topology: Topology): string[] {
  const leader = runningLeader(members);
  const reasons = leader ? [] : ['no running leader'];
  for (const { node } of presentMembers(topology.patroni.members, topology.without)) {
    const member = members.find(({ name }) => name === node);
    if (!member) reasons.push(`member ${node} is not there`);
    else if (member.name !== leader?.name && member.state !== 'streaming') {
      reasons.push(`member ${node} is ${member.state}, not streaming`);
    }
  }
  if (needsSyncStandby(topology) && !members.some(isSyncStandby)) {
    reasons.push('no sync standby is registered');
  }
  return reasons;
}

/** A cluster of one has nobody who could be it. */
export function needsSyncStandby({
  patroni,
  without,
}: Pick<Topology, 'patroni' | 'without'>): boolean {
  return patroni.synchronousMode !== false && presentMembers(patroni.members, without).length > 1;
}
