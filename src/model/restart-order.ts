import { needsRestartOrder } from './catalogue/home.js';

/** A parameter that counts only after a restart. Values as in postgresql.conf. */
export interface PendingValue {
  readonly name: string;
  /** What the server runs with; undefined if nobody knows. */
  readonly from?: string | undefined;
  /** What it shall run with; undefined is the default. */
  readonly to?: string | undefined;
}

export interface RestartMember {
  readonly name: string;
  readonly role: 'primary' | 'sync standby' | 'replica';
  /** It leads or streams. One that is down takes the new values when it starts. */
  readonly up: boolean;
  /** What its server has not taken yet. */
  readonly pending: readonly PendingValue[];
}

export type RestartMove =
  | { readonly kind: 'restart'; readonly member: string }
  /** Any of `to` may lead; the old primary restarts as a replica of it. */
  | { readonly kind: 'hand-over'; readonly from: string; readonly to: readonly string[] };

type Direction = 'raise' | 'lower' | 'other';

/**
 * Which way a hot-standby parameter goes; the order of restarts follows from it.
 *
 * A replica with less than its primary stops replaying, so a raise reaches replicas first, a
 * reduction the primary first.
 *
 * @see https://www.postgresql.org/docs/17/hot-standby.html (administrator's overview)
 */
export function directionOf({ name, from, to }: PendingValue): Direction {
  if (!needsRestartOrder(name) || from === undefined || to === undefined) return 'other';
  if (Number(to) === Number(from)) return 'other';
  return Number(to) > Number(from) ? 'raise' : 'lower';
}

/**
 * Splits changes into what may be pending at one time: raises and reductions want opposite orders.
 *
 * @returns one or two phases, none empty; reductions last; no phase without changes
 */
export function restartPhases<V extends PendingValue>(
  changes: readonly V[],
): readonly (readonly V[])[] {
  if (changes.length === 0) return [];
  const lowers = changes.filter((change) => directionOf(change) === 'lower');
  const raises = changes.some((change) => directionOf(change) === 'raise');
  if (lowers.length === 0 || !raises) return [changes];
  return [changes.filter((change) => !lowers.includes(change)), lowers];
}

/**
 * The next step towards members that all run with the new values.
 *
 * Replicas first, a sync standby last among them, then the primary's place is handed over; a
 * reduction restarts the primary in place before any replica.
 *
 * @param members - in any order; the answer depends on names only to break ties
 * @returns undefined if no member that is up needs a restart
 */
export function nextRestart(members: readonly RestartMember[]): RestartMove | undefined {
  const waiting = members.filter(({ up, pending }) => up && pending.length > 0);
  const primary = waiting.find(({ role }) => role === 'primary');
  if (primary && primary.pending.some((value) => directionOf(value) === 'lower')) {
    return { kind: 'restart', member: primary.name };
  }
  const [replica] = waiting.filter(({ role }) => role !== 'primary').sort(byTurn);
  if (replica) return { kind: 'restart', member: replica.name };
  if (!primary) return undefined;
  const to = successors(members);
  if (to.length === 0) return { kind: 'restart', member: primary.name };
  return { kind: 'hand-over', from: primary.name, to };
}

/**
 * Every step of a change, in order: what a plan may promise.
 *
 * @param members - their own `pending` is not read
 */
export function predictRestarts(
  changes: readonly PendingValue[],
  members: readonly RestartMember[],
): RestartMove[] {
  const moves: RestartMove[] = [];
  let now = members;
  for (const phase of restartPhases(changes)) {
    now = now.map((member) => ({ ...member, pending: phase }));
    for (let move = nextRestart(now); move; move = nextRestart(now)) {
      moves.push(move);
      now = after(move, now);
    }
  }
  return moves;
}

/** Sync standbys if there are any: Patroni refuses others as candidates then. */
function successors(members: readonly RestartMember[]): string[] {
  const up = members.filter(({ role, up: isUp }) => role !== 'primary' && isUp);
  const sync = up.filter(({ role }) => role === 'sync standby');
  return (sync.length > 0 ? sync : up).map(({ name }) => name).sort();
}

function byTurn(a: RestartMember, b: RestartMember): number {
  if (a.role !== b.role) return a.role === 'sync standby' ? 1 : -1;
  return a.name < b.name ? -1 : 1;
}

/** The old primary becomes the sync standby of its successor. */
function after(move: RestartMove, members: readonly RestartMember[]): RestartMember[] {
  const [leads] = move.kind === 'hand-over' ? move.to : [];
  const restarted = move.kind === 'hand-over' ? move.from : move.member;
  return members.map((member) => {
    const pending = member.name === restarted ? [] : member.pending;
    if (member.name === leads) return { ...member, pending, role: 'primary' as const };
    const steppedDown = move.kind === 'hand-over' && member.name === move.from;
    return { ...member, pending, ...(steppedDown && { role: 'sync standby' as const }) };
  });
}
