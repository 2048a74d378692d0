import type { Clock } from '../core/clock.js';
import { patroniHolder } from '../handover/choose-candidate.js';
import type { EtcdStatus } from '../live/etcd.js';
import { errorText } from '../live/http.js';
import type { MarksSeen, MemberMarks } from '../live/member-marks.js';
import type { OperationLease } from '../live/operation-lease.js';
import type { DecisionLog } from './member-host.js';
import { STOP_BOUNDS, StopClock } from './stop-clock.js';
import { takeTurn } from './take-turn.js';

/** One etcd member as seen from another; `status` throws if it does not answer. */
export interface EtcdPeer {
  readonly host: string;
  status(): Promise<EtcdStatus>;
}

export interface LeaveEtcdTools {
  /** Member name, which is the node's. */
  readonly self: string;
  readonly clock: Clock;
  readonly log: DecisionLog;
  readonly hurried: AbortSignal;
  readonly marks: MemberMarks;
  readonly lease: OperationLease;
  readonly own: EtcdPeer;
  readonly others: readonly EtcdPeer[];
  /** Makes the member with that id Raft leader; asked at the own member, which leads. */
  readonly moveRaftLeader: (memberId: string) => Promise<void>;
}

const LOOK_EVERY_MS = 250;
const MARK_MS = 1000;
/** Patroni of the same node may wait its turn and hand over before etcd's wait begins. */
const TURN_MS = 30_000;

export function etcdHolder(name: string): string {
  return `etcd/${name}`;
}

/**
 * What an etcd member does between the request to stop and its end: it lets Patroni of its node go
 * first, waits its turn while the others keep quorum, and moves the Raft leader away, which saves
 * an election. Never throws, and is done within 30 s.
 */
export async function leaveEtcd(tools: LeaveEtcdTools): Promise<void> {
  const { clock, hurried, log, marks, self } = tools;
  const stop = new StopClock(clock, hurried, TURN_MS);
  const marked = marks.stopping(etcdHolder(self)).catch((error: unknown) => {
    log('stop-not-announced', { reason: errorText(error) });
  });
  await Promise.race([marked, clock.sleep(MARK_MS)]);
  const reason = await untilFree(tools, stop);
  await moveAway(tools);
  log('may-stop', { reason, afterMs: stop.sinceMs });
}

/** @returns why it may stop now */
async function untilFree(tools: LeaveEtcdTools, stop: StopClock): Promise<string> {
  const { clock, hurried, log, self } = tools;
  let told = '';
  let seenAt = clock.now();
  for (;;) {
    const seen = await tools.marks.read().catch(errorText);
    if (typeof seen !== 'string') seenAt = clock.now();
    else if (clock.now() - seenAt >= STOP_BOUNDS.dcsGoneMs) return `no quorum: ${seen}`;
    if (typeof seen !== 'string' && everyPatroniIsGone(seen)) {
      return 'every Patroni member is gone: nobody needs the quorum';
    }
    const obstacle = typeof seen === 'string' ? seen : await obstacleTo(tools, seen);
    if (obstacle === undefined) {
      if (hurried.aborted) return 'the engine stops: no queueing';
      const turn = await takeTurn(tools.lease, {
        holder: etcdHolder(self),
        node: self,
        reason: 'asked to stop',
      });
      if (turn.kind === 'mine') return 'its turn: the others keep quorum';
      if (turn.kind === 'shared') return `goes with ${turn.with.holder}`;
      if (told !== turn.by) log('turn-taken', { by: turn.by, afterMs: stop.sinceMs });
      told = turn.by;
    } else {
      if (told !== obstacle) {
        log('stop-decision', { act: 'wait', reason: obstacle, afterMs: stop.sinceMs });
      }
      told = obstacle;
    }
    if (stop.leftMs <= 0) return `waited long enough, ${told}`;
    await clock.sleep(LOOK_EVERY_MS);
  }
}

/** @returns what it still waits for */
async function obstacleTo(
  { others, self }: LeaveEtcdTools,
  { gone, stopping }: MarksSeen,
): Promise<string | undefined> {
  const patroni = patroniHolder(self);
  if (stopping.has(patroni) && !gone.has(patroni)) return `for ${patroni}, which stops first`;
  const stoppingPeers = [...stopping].filter((holder) => holder.startsWith('etcd/'));
  // Nobody will need the quorum when every member goes.
  if (stoppingPeers.length > others.length) return undefined;
  const healthy = await healthyOf(others);
  const quorum = Math.floor((others.length + 1) / 2) + 1;
  if (others.length === 0 || healthy.length >= quorum) return undefined;
  return `for quorum without it: ${healthy.length} of ${quorum} others are healthy`;
}

/** As at a `destroy`; members that were all forced at once are never gone at the same time. */
function everyPatroniIsGone({ gone, startedAt }: MarksSeen): boolean {
  const known = [...startedAt.keys()].filter((holder) => holder.startsWith(patroniHolder('')));
  return known.length > 0 && known.every((holder) => gone.has(holder));
}

async function healthyOf(peers: readonly EtcdPeer[]): Promise<EtcdStatus[]> {
  const answers = await Promise.all(peers.map((peer) => peer.status().catch(() => undefined)));
  return answers.filter((answer) => answer !== undefined).filter(votes);
}

function votes({ isLearner, leaderId }: EtcdStatus): boolean {
  return leaderId !== '0' && !isLearner;
}

async function moveAway({ log, moveRaftLeader, others, own }: LeaveEtcdTools): Promise<void> {
  try {
    const { leaderId, memberId } = await own.status();
    if (leaderId !== memberId) return;
    // The one that has applied most loses no time.
    const [best] = (await healthyOf(others)).sort((a, b) => b.raftIndex - a.raftIndex);
    if (!best) return;
    await moveRaftLeader(best.memberId);
    log('raft-leader-moved', { to: best.memberId, reason: 'the leader stops' });
  } catch (error) {
    log('raft-leader-not-moved', { reason: errorText(error) });
  }
}
