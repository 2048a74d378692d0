import type { Clock } from '../core/clock.js';
import { readCluster } from '../live/read-cluster.js';
import { isSyncStandby } from '../model/up-criteria.js';
import { chooseCandidate, patroniHolder, type HandoverView } from './choose-candidate.js';
import { lend, type LendTools } from './lend-setting.js';

export interface WidenTools extends LendTools {
  readonly clock: Clock;
  /** Makes the own Patroni look now, for instance at who may be sync standby. */
  readonly wake: () => Promise<void>;
}

/** The setting that is lent. */
export const SYNC_COUNT = 'synchronous_node_count';

export interface WidenRequest {
  /** Who takes it back, by `takeBack`; the reconciler does if that one cannot. */
  readonly by: string;
  readonly to: string;
  readonly withinMs: number;
  /** Aborts when there is no time for this any more. */
  readonly over: AbortSignal;
}

const POLL_MS = 250;
/** A roll with a slow start between two members; what started earlier is no roll any more. */
const ROLL_MS = 10 * 60_000;

/**
 * Who should lead after `from` but may not yet: in a roll, the member that was rolled already. The sync
 * standby may be one that is still to be rolled, and would have to hand over once more.
 *
 * @param now - ISO 8601, as the starts of the members
 * @returns undefined if no roll is under way, or the best member is a candidate as it is
 */
export function worthWidening(view: HandoverView, from: string, now: string): string | undefined {
  const { cluster, marks, syncMode } = view;
  if (!syncMode || cluster.paused) return undefined;
  const possible = chooseCandidate(view, from);
  const best = chooseCandidate({ ...view, syncMode: false }, from);
  if (!('to' in possible) || !('to' in best) || best.to === possible.to) return undefined;
  const startedAt = (name: string) => marks.startedAt.get(patroniHolder(name)) ?? '';
  const recently = new Date(Date.parse(now) - ROLL_MS).toISOString();
  const isRolled = startedAt(best.to) > startedAt(from) && startedAt(best.to) > recently;
  return isRolled ? best.to : undefined;
}

/**
 * Makes `to` a sync standby beside those there are; no commit waits for it before it streams in step.
 *
 * @returns whether it is one within `withinMs`
 * @throws Error if Patroni or the DCS does not answer
 */
export async function widenSync(
  tools: WidenTools,
  { by, to, withinMs, over }: WidenRequest,
): Promise<boolean> {
  const { clock, hosts, log, patroniAt } = tools;
  const began = clock.now();
  await lend(tools, by, (count) => Number(count ?? 1) + 1);
  for (;;) {
    const { members } = await readCluster(patroniAt, hosts);
    const afterMs = Math.round(clock.now() - began);
    if (members.some((member) => member.name === to && isSyncStandby(member))) {
      log('sync-standby-added', { to, afterMs });
      return true;
    }
    if (over.aborted || afterMs >= withinMs) return false;
    // It looks two seconds after it has told PostgreSQL, and then not before its next loop.
    await tools.wake().catch(() => undefined);
    await clock.sleep(POLL_MS);
  }
}
