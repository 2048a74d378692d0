import { patroniHolder, type HandoverView } from '../handover/choose-candidate.js';
import { handOver, readHandoverView, type HandoverTools } from '../handover/hand-over.js';
import { takeBack } from '../handover/lend-setting.js';
import { widenSync, worthWidening, type WidenTools } from '../handover/widen-sync.js';
import { errorText } from '../live/http.js';
import type { MemberMarks } from '../live/member-marks.js';
import type { OperationLease } from '../live/operation-lease.js';
import { decideStop, type StopDecision } from './decide-stop.js';
import { etcdHolder } from './leave-etcd.js';
import { STOP_BOUNDS, StopClock } from './stop-clock.js';
import { takeTurn } from './take-turn.js';

export interface LeavePatroniTools extends Omit<HandoverTools, 'marks'>, WidenTools {
  /** Member name, which is the node's. */
  readonly self: string;
  readonly etcdMembers: number;
  readonly marks: MemberMarks;
  readonly lease: OperationLease;
  readonly hurried: AbortSignal;
  /** Now, ISO 8601. */
  readonly timestamp: () => string;
  /** Whether a member's REST interface answers under its name. */
  readonly reaches: (member: string) => Promise<boolean>;
  /** Writes out what a shutdown would have to write, so that it is short. */
  readonly checkpoint: () => Promise<void>;
}

const LOOK_EVERY_MS = 250;
/** One call at the DCS that the decision does not depend on. */
const MARK_MS = 1000;
/** A stale name costs a connection that nobody answers. */
const REACHED_WITHIN_MS = 1000;

/**
 * What a Patroni member does between the request to stop and its end: a leader hands over first, at
 * once; a replica waits for its turn. Never throws, and never takes longer than `STOP_BOUNDS`.
 */
export async function leavePatroni(tools: LeavePatroniTools): Promise<void> {
  const { clock, hurried, log, marks, self } = tools;
  const stop = new StopClock(clock, hurried);
  const checkpoint = tools.checkpoint().catch((error: unknown) => {
    log('no-checkpoint', { reason: errorText(error) });
  });
  const marked = marks.stopping(patroniHolder(self)).catch((error: unknown) => {
    log('stop-not-announced', { reason: errorText(error) });
  });
  await Promise.race([marked, clock.sleep(MARK_MS)]);
  const reason = await untilFree(tools, stop);
  await Promise.race([checkpoint, clock.sleep(Math.max(0, stop.leftMs))]);
  log('may-stop', { reason, afterMs: stop.sinceMs });
}

/** @returns why it may stop now */
async function untilFree(tools: LeavePatroniTools, stop: StopClock): Promise<string> {
  const { clock, hurried, log, self } = tools;
  let told = '';
  let takenBy = '';
  let seenAt = clock.now();
  let firstTry = true;
  for (;;) {
    const view = await look(tools);
    if (typeof view !== 'string') seenAt = clock.now();
    else if (clock.now() - seenAt >= STOP_BOUNDS.dcsGoneMs) return `the DCS is gone: ${view}`;
    const decision: StopDecision =
      typeof view === 'string'
        ? { act: 'wait', reason: `for the DCS: ${view}` }
        : decideStop(view, self, tools.etcdMembers);
    const news = `${decision.act} ${decision.reason}`;
    if (news !== told) log('stop-decision', { ...decision, afterMs: stop.sinceMs });
    told = news;
    if (decision.act === 'stop') return decision.reason;
    if (leftFor(decision, stop) <= 0) return `waited long enough, ${decision.reason}`;
    if (decision.act === 'hand-over' && typeof view !== 'string') {
      // Once: where that failed, the sync standby there is takes over.
      await (firstTry ? handOverToNewest(tools, view, stop) : tryHandOver(tools, stop));
      firstTry = false;
    }
    if (decision.act === 'queue') {
      if (hurried.aborted) return 'the engine stops: no queueing';
      const turn = await takeTurn(tools.lease, {
        holder: patroniHolder(self),
        node: self,
        reason: 'asked to stop',
      });
      if (turn.kind === 'mine') return `its turn: ${decision.reason}`;
      if (turn.kind === 'shared') return `goes with ${turn.with.holder}: ${decision.reason}`;
      if (takenBy !== turn.by) log('turn-taken', { by: turn.by, afterMs: stop.sinceMs });
      takenBy = turn.by;
    }
    // Only a leader that looks makes another replica its sync standby.
    if (decision.act === 'wait') await tools.wake().catch(() => undefined);
    await clock.sleep(LOOK_EVERY_MS);
  }
}

function leftFor(decision: StopDecision, stop: StopClock): number {
  const patient = decision.act === 'wait' && decision.forCandidate;
  // A candidate that comes at the last moment is still worth a handover.
  return patient || decision.act === 'hand-over'
    ? stop.leftOf(STOP_BOUNDS.candidateMs)
    : stop.leftMs;
}

/** @returns why it could not be read, as a text */
async function look(tools: LeavePatroniTools): Promise<HandoverView | string> {
  try {
    return await readHandoverView(tools);
  } catch (error) {
    return errorText(error);
  }
}

/** A roll of three needs two handovers at most if each goes to a member that was rolled already. */
async function handOverToNewest(
  tools: LeavePatroniTools,
  view: HandoverView,
  stop: StopClock,
): Promise<void> {
  const { hurried: over, log, self, timestamp } = tools;
  const to = worthWidening(view, self, timestamp());
  const isTimely = !over.aborted && stop.leftMs >= STOP_BOUNDS.widenMs;
  if (to === undefined || !isTimely || !(await isRoll(tools)) || !(await isReached(tools, to))) {
    await tryHandOver(tools, stop);
    return;
  }
  const tried = (error: unknown) => {
    log('sync-not-as-usual', { reason: errorText(error) });
  };
  const request = { by: patroniHolder(self), to, withinMs: STOP_BOUNDS.widenMs, over };
  await stop.whileTime(widenSync(tools, request).catch(tried));
  await tryHandOver(tools, stop);
  await stop.whileTime(takeBack(tools).catch(tried));
}

/** The node's etcd is asked at the same moment where all of the node goes, and there may be seconds only. */
async function isRoll({ clock, marks, self }: LeavePatroniTools): Promise<boolean> {
  await clock.sleep(MARK_MS / 2);
  const seen = await marks.read().catch(() => undefined);
  return seen !== undefined && !seen.stopping.has(etcdHolder(self));
}

/** Patroni asks the candidate by name, and would refuse one that it cannot reach. */
async function isReached({ clock, reaches }: LeavePatroniTools, member: string): Promise<boolean> {
  const answer = reaches(member).catch(() => false);
  return Promise.race([answer, clock.sleep(REACHED_WITHIN_MS).then(() => false)]);
}

async function tryHandOver(tools: LeavePatroniTools, stop: StopClock): Promise<void> {
  const { hosts, log, self } = tools;
  const [askAt] = hosts;
  try {
    const left = stop.leftOf(STOP_BOUNDS.handedOverMs) - STOP_BOUNDS.poolsMs;
    const withinMs = Math.min(STOP_BOUNDS.handoverMs, left);
    const request = { from: self, withinMs, ...(askAt && { askAt }) };
    if ((await stop.whileTime(handOver(tools, request))) === 'no time') {
      log('handover-left', { reason: 'the engine stops, and there is no more time' });
    }
  } catch (error) {
    log('handover-failed', { reason: errorText(error) });
  }
}
