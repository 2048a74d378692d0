import type { Clock } from '../core/clock.js';
import type { EtcdMembership } from '../live/etcd-cluster.js';
import { errorText } from '../live/http.js';
import type { HeldOperation, OperationLease } from '../live/operation-lease.js';
import {
  decideJoin,
  type ClusterView,
  type EtcdData,
  type EtcdSelf,
  type JoinDecision,
} from './etcd-join-decision.js';
import type { DecisionLog } from './member-host.js';

/** The data folder of this member, and what is kept beside it. */
export interface EtcdVolume {
  read(): EtcdData;
  /** Written before the start, so that data always has an owner. */
  writeMemberId(memberId: string): void;
  /** Moves what is left of a member that the cluster no longer has out of the way, if anything is. */
  setAside(): void;
  /** A copy of `etcd.conf` that joins a running cluster. @returns where it lies */
  writeJoiningConf(initialCluster: string): string;
}

export interface EtcdJoinTools {
  readonly self: EtcdSelf;
  readonly volume: EtcdVolume;
  readonly membership: EtcdMembership;
  /** Asks every other member; never throws. */
  readonly look: () => Promise<ClusterView>;
  readonly lease: OperationLease;
  readonly clock: Clock;
  readonly log: DecisionLog;
  /** Aborts when this container has to stop. */
  readonly stop: AbortSignal;
}

/** What to start with, and what is still to do once it runs. */
export interface JoinedEtcd {
  /** Undefined: the mounted one. */
  readonly confPath: string | undefined;
  readonly memberId: string | undefined;
  /** Held since the membership was touched. */
  readonly operation: HeldOperation | undefined;
}

const PAUSE_MS = 1000;

/**
 * Brings this member to where its etcd can start: at once if its data is there or the cluster is new,
 * else by taking its place in the cluster anew.
 *
 * One decision at a time, each from what the cluster says then: killed at any point, the next
 * container goes on. While it waits the container is not healthy and Swarm replaces it now and then.
 *
 * @returns undefined if the stop came first
 */
export async function joinEtcd(tools: EtcdJoinTools): Promise<JoinedEtcd | undefined> {
  const { self, volume, look, log, clock, stop } = tools;
  let operation: HeldOperation | undefined;
  let said = '';
  while (!stop.aborted) {
    const decision = decideJoin(self, volume.read(), await look());
    const text = JSON.stringify(decision);
    if (text !== said) log('etcd-entry', { ...decision });
    said = text;
    if (decision.kind === 'start') {
      if (decision.memberId !== undefined) volume.writeMemberId(decision.memberId);
      return { confPath: undefined, memberId: decision.memberId, operation };
    }
    if (decision.kind === 'set-aside') volume.setAside();
    else if (decision.kind === 'wait') await clock.sleep(PAUSE_MS);
    else {
      operation = await keepOrTake(tools, operation);
      if (!operation) {
        await clock.sleep(PAUSE_MS);
      } else if (decision.kind === 'join') {
        // A store without its log would make etcd skip what it gets from the others.
        volume.setAside();
        volume.writeMemberId(decision.memberId);
        const confPath = volume.writeJoiningConf(decision.initialCluster);
        return { confPath, memberId: decision.memberId, operation };
      } else {
        await change(tools, decision);
      }
    }
  }
  await operation?.release();
  return undefined;
}

async function change(
  { self, membership, log, clock }: EtcdJoinTools,
  decision: Extract<JoinDecision, { kind: 'remove' | 'add' }>,
): Promise<void> {
  try {
    if (decision.kind === 'remove') await membership.remove(decision.memberId);
    else await membership.addLearner(self.peerUrl);
  } catch (error) {
    // Another learner is on its way, or etcd sees the quorum in danger: it is asked again.
    log('etcd-refused', { change: decision.kind, error: errorText(error) });
    await clock.sleep(PAUSE_MS);
  }
}

/** @returns undefined while somebody else makes a member unavailable */
async function keepOrTake(
  { lease, self, log }: EtcdJoinTools,
  held: HeldOperation | undefined,
): Promise<HeldOperation | undefined> {
  try {
    if (held && (await held.keepAlive())) return held;
    const holder = `etcd/${self.name}`;
    const adopted = await lease.adopt(holder);
    if (adopted) return adopted;
    const reason = 'its data is gone';
    const answer = await lease.acquire({ holder, node: self.name, reason });
    if (!('heldBy' in answer)) return answer;
    log('etcd-join-waits', { for: answer.heldBy });
  } catch (error) {
    log('etcd-join-waits', { error: errorText(error) });
  }
  return undefined;
}

/**
 * Makes a running learner a voter once it has the log, then lets others operate.
 *
 * A voter already, as after every ordinary start, is seen at the first answer.
 *
 * @param over - the member ended; the next start goes on
 */
export async function promoteEtcd(
  tools: EtcdJoinTools,
  { operation }: JoinedEtcd,
  over: AbortSignal,
): Promise<void> {
  const { self, membership, clock, log } = tools;
  let said = '';
  while (!over.aborted) {
    try {
      await operation?.keepAlive();
      const own = (await membership.list()).find(({ peerUrls }) => peerUrls.includes(self.peerUrl));
      if (own?.isLearner === false) break;
      if (own) {
        await membership.promote(own.id);
        log('etcd-promoted', { memberId: own.id });
      }
    } catch (error) {
      const text = errorText(error);
      if (text !== said) log('etcd-not-promoted-yet', { error: text });
      said = text;
    }
    await clock.sleep(PAUSE_MS);
  }
  await operation?.release();
}
