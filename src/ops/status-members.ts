import type { PatroniMemberState } from '../live/patroni-rest.js';
import type { Topology } from '../model/desired-state.js';
import type { MemberView } from '../model/cluster-view.js';

/** The topology's members in order, then whoever else the DCS knows. */
export function viewMembers(
  reported: readonly PatroniMemberState[],
  { patroni }: Topology,
): MemberView[] {
  const known = patroni.members.map(({ node, service }) => {
    const found = reported.find(({ name }) => name === node);
    return found ? { ...viewMember(found), node, service } : missing(node, service);
  });
  const strangers = reported.filter(
    ({ name }) => !patroni.members.some(({ node }) => node === name),
  );
  return [...known, ...strangers.map(viewMember)];
}

function viewMember(member: PatroniMemberState): MemberView {
  const { name, role, state, host, port, pendingRestart } = member;
  return {
    name,
    node: null,
    service: null,
    role,
    state,
    timeline: member.timeline ?? null,
    lagBytes: role === 'leader' ? null : (member.lagBytes ?? null),
    host: host ?? null,
    port: port ?? null,
    pendingRestart,
  };
}

function missing(node: string, service: string): MemberView {
  return {
    name: node,
    node,
    service,
    role: 'missing',
    state: 'missing',
    timeline: null,
    lagBytes: null,
    host: null,
    port: null,
    pendingRestart: false,
  };
}
