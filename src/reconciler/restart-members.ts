import { whilePaused } from '../handover/while-paused.js';
import { nextRestart, type RestartMove } from '../model/restart-order.js';
import { isSyncStandby, needsSyncStandby } from '../model/up-criteria.js';
import { isUp, serviceOf, toRestartMember, type SeenMember } from './members.js';
import { withOperation } from './operation.js';
import type { SettingsTools } from './settings-tools.js';
import { DONE, waitFor, type PassContext, type StepOutcome } from './step.js';

/** A shutdown checkpoint was written before; the rest is replay on a replica. */
const RESTART_SECONDS = 60;

/**
 * Restarts the one member whose turn it is, or hands the primary's place over, if everybody else is
 * well: streaming, and a sync standby registered.
 */
export async function restartNext(
  tools: SettingsTools,
  context: PassContext,
  members: readonly SeenMember[],
): Promise<StepOutcome> {
  const move = nextRestart(members.map(toRestartMember));
  if (!move) return DONE;
  const notYet = unsettledBecause(context);
  if (notYet.length > 0) return waitFor(...notYet);
  const name = move.kind === 'restart' ? move.member : move.from;
  const pending = members.find(({ state }) => state.name === name)?.settings.pending ?? [];
  const reason = `restart ${name}: ${pending.map((value) => value.name).join(', ')}`;
  const operation = { holder: 'reconciler', node: name, reason };
  const done = await withOperation(tools, operation, async (stillHeld) => {
    await stillHeld();
    return carryOut(tools, context, move, reason);
  });
  if ('result' in done) return done.result;
  return waitFor(`${done.heldBy.holder} is at work: ${done.heldBy.reason}`);
}

/** A member that is not in the DCS any more is dead: it takes the new values when it is back. */
function unsettledBecause({ cluster, desired }: PassContext): string[] {
  const away = desired.topology.without ?? [];
  const unwell = cluster.members
    .filter((member) => !isUp(member) && !away.includes(member.name))
    .map(({ name, state }) => `before the next restart: ${name} is ${state}`);
  const alone = cluster.members.filter(isUp).length < 2;
  if (needsSyncStandby(desired.topology) && !alone && !cluster.members.some(isSyncStandby)) {
    unwell.push('before the next restart: no sync standby is registered');
  }
  return unwell;
}

async function carryOut(
  { controlAt, handOver, clock, pools }: SettingsTools,
  { cluster, desired, log }: PassContext,
  move: RestartMove,
  reason: string,
): Promise<StepOutcome> {
  if (move.kind === 'hand-over') {
    log('handing over', { from: move.from, candidates: move.to, reason });
    const { to, seconds } = await handOver(move.from);
    log('handed over', { from: move.from, to, seconds });
    return waitFor(`${move.from} restarts as a replica`);
  }
  const began = clock.now();
  log('restarting', { member: move.member, reason });
  const service = serviceOf(desired.topology, move.member);
  const restart = () => controlAt(service).restart(RESTART_SECONDS);
  const leads = cluster.members.some(({ name, role }) => name === move.member && role === 'leader');
  const { status, text } = await (leads ? whilePaused({ pools, log }, restart) : restart());
  const seconds = Math.round(clock.now() - began) / 1000;
  log('restarted', { member: move.member, status, answer: text.trim(), seconds });
  return waitFor(`${move.member} was restarted: ${text.trim()}`);
}
