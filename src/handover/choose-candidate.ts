import type { MarksSeen } from '../live/member-marks.js';
import type { PatroniCluster, PatroniMemberState } from '../live/patroni-rest.js';
import { isSyncStandby } from '../model/up-criteria.js';

/** What decides who may lead next. */
export interface HandoverView {
  readonly cluster: PatroniCluster;
  /** Whether only a sync standby has every acknowledged row. */
  readonly syncMode: boolean;
  readonly marks: MarksSeen;
}

export type CandidateChoice =
  | { readonly to: string; readonly reason: string }
  | {
      /** Why nobody can lead now: one line per member that is not `from`. */
      readonly none: readonly string[];
      /** Members that run and may become able. */
      readonly hopeful: readonly string[];
    };

/** More replay lag than this would make clients wait for the promotion. */
const FAR_BEHIND_BYTES = 16 * 1024 ** 2;

/**
 * Chooses who leads after `from`, or says why nobody can.
 *
 * Of those who can, the one whose container started last: in a roll it runs the newest
 * generation already. So a roll of three needs two handovers at most, whoever leads when it begins.
 *
 * @param wanted - the only member to consider
 */
export function chooseCandidate(
  { cluster, syncMode, marks }: HandoverView,
  from: string,
  wanted?: string,
): CandidateChoice {
  const others = cluster.members.filter(({ name }) => name !== from);
  const asked = others.filter(({ name }) => wanted === undefined || name === wanted);
  const judged = asked.map((member) => ({
    member,
    objection: objectionTo(member, syncMode, marks),
  }));
  const [best] = judged
    .filter(({ objection }) => objection === undefined)
    .map(({ member }) => member)
    .sort(byPreference(marks));
  if (best) return { to: best.name, reason: reasonFor(best, asked.length) };
  return {
    none: judged.map(({ member, objection }) => `${member.name} ${objection}`),
    hopeful: asked.filter(mayBecomeAble).map(({ name }) => name),
  };
}

function objectionTo(
  member: PatroniMemberState,
  syncMode: boolean,
  { stopping }: MarksSeen,
): string | undefined {
  if (stopping.has(patroniHolder(member.name))) return 'is stopping';
  if (member.state !== 'streaming') return `is ${member.state}, not streaming`;
  if (member.nofailover) return 'has the tag nofailover';
  if (syncMode && !isSyncStandby(member)) return 'is no sync standby';
  return undefined;
}

/** A stopping member may be back in seconds; one that is cloned will not be in time, but it is alive. */
function mayBecomeAble({ nofailover, state }: PatroniMemberState): boolean {
  return !nofailover && !['start failed', 'crashed', 'stop failed'].includes(state);
}

function byPreference({ startedAt }: MarksSeen) {
  const started = ({ name }: PatroniMemberState) => startedAt.get(patroniHolder(name)) ?? '';
  const isFar = ({ lagBytes }: PatroniMemberState) => Number((lagBytes ?? 0) > FAR_BEHIND_BYTES);
  return (a: PatroniMemberState, b: PatroniMemberState): number =>
    isFar(a) - isFar(b) ||
    compare(started(b), started(a)) ||
    // Members are rolled in the order of their names: the last one has the longest way to go.
    compare(b.name, a.name);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function reasonFor({ role, lagBytes }: PatroniMemberState, asked: number): string {
  const only = asked === 1 ? 'the only one asked' : `started last of those able, of ${asked}`;
  return `${role}, ${lagBytes ?? 0} bytes behind, ${only}`;
}

/** Who a Patroni member is in marks and operations. */
export function patroniHolder(name: string): string {
  return `patroni/${name}`;
}
