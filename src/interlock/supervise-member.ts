import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import { takeDataLock } from './data-lock.js';
import type { Child, ChildEnd, DecisionLog, MemberEntry, MemberHost } from './member-host.js';
import type { StopRequest } from './stop-clock.js';
import { watchPostmaster } from './postmaster-watch.js';
import { stopLeftovers } from './stop-leftovers.js';

/** What a kind of member does for the others' sake while it runs and when it stops. */
export interface MemberHooks {
  /** Beside the program; ends with `over`. */
  readonly whileRunning?: (over: AbortSignal) => Promise<void>;
  /** Between the request to stop and the program's own SIGTERM. Bounded by itself. */
  readonly beforeStop?: () => Promise<void>;
  /** When the last process of the member is gone. */
  readonly afterStop?: () => Promise<void>;
}

/** What one supervisor looks after. */
export interface SupervisedMember extends MemberHooks {
  readonly command: readonly string[];
  /** Decides how the program starts; without it `command` is all there is to it. */
  readonly entry?: MemberEntry;
  /** Held from before the program starts until this container ends. */
  readonly memberLock: string;
  /** Held by PostgreSQL itself; only of a Patroni member. */
  readonly postmasterLock?: string;
  /** From SIGTERM, milliseconds: a program that loses nothing by it is killed then. Default: never. */
  readonly killAfterMs?: number;
}

export interface SupervisorTools {
  readonly host: MemberHost;
  readonly log: DecisionLog;
  readonly clock: Clock;
  readonly request: StopRequest;
}

/** Patroni itself steps aside as sync standby for two HA loops at most; then PostgreSQL is told directly. */
const PATIENCE_MS = 12_000;
const DIRECT_STOP_SECONDS = 3;
/** What ran beside the program ends by itself within a few calls; nobody waits for one that hangs. */
const BESIDE_MS = 10_000;

/**
 * Runs one Patroni or etcd alone on its data volume, from lock to the last process gone.
 *
 * @returns exit code for this process: 0 for a stop that was asked for, else what the program ended with
 */
export async function superviseMember(
  member: SupervisedMember,
  tools: SupervisorTools,
): Promise<number> {
  const { host, log, clock, request } = tools;
  const stop = request.asked;
  const lock = await takeDataLock(member.memberLock, host, log, clock, stop);
  if (!lock) return 0;
  if (member.postmasterLock) {
    // Postgres of an earlier container may outlive its supervisor; the one to come takes it again.
    const free = await takeDataLock(member.postmasterLock, host, log, clock, stop);
    if (!free) return 0;
    free.release();
  }
  const command = member.entry ? await member.entry.beforeStart() : member.command;
  if (!command) return 0;
  const child = host.start(command, lock);
  log('started', { command: command.join(' '), pid: child.pid });
  const end = await untilEnded(child, member, tools);
  log('ended', { ...end, asked: stop.aborted });
  if (member.postmasterLock) await stopLeftovers(member.postmasterLock, host, log, clock);
  if (stop.aborted) {
    await within(BESIDE_MS, 'afterStop', tools, unharmed('afterStop', log, member.afterStop?.()));
  }
  return exitCode(end, stop.aborted);
}

async function untilEnded(
  child: Child,
  member: SupervisedMember,
  tools: SupervisorTools,
): Promise<ChildEnd> {
  const { host, log, clock, request } = tools;
  const ended = new AbortController();
  const told = new AbortController();
  const leave = () => {
    void leaveAndTerminate(child, member, tools, told, ended.signal);
  };
  if (request.asked.aborted) leave();
  else request.asked.addEventListener('abort', leave, { once: true });
  // While the member stops, a postmaster that ends is no crash.
  const quiet = AbortSignal.any([told.signal, ended.signal]);
  const beside = [unharmed('whileRunning', log, member.whileRunning?.(ended.signal))];
  if (member.postmasterLock) beside.push(watchPostmaster(host, log, clock, quiet));
  if (member.entry) beside.push(member.entry.whileRunning(quiet));
  const end = await child.ended;
  ended.abort();
  request.asked.removeEventListener('abort', leave);
  await within(BESIDE_MS, 'whileRunning', tools, Promise.all(beside));
  return end;
}

/** Never throws: whatever happens before, the program is told in the end. */
async function leaveAndTerminate(
  child: Child,
  member: SupervisedMember,
  { host, log, clock, request }: SupervisorTools,
  told: AbortController,
  ended: AbortSignal,
): Promise<void> {
  await unharmed('beforeStop', log, member.beforeStop?.());
  if (ended.aborted) return;
  log('terminate', { pid: child.pid, reason: 'asked to stop' });
  told.abort();
  child.terminate();
  if (member.killAfterMs !== undefined) await killLate(child, member.killAfterMs, log, clock);
  if (!member.postmasterLock) return;
  const patience = request.hurried.aborted ? 0 : PATIENCE_MS;
  const patient = clock.sleep(patience).then(() => false);
  const hasEnded = await Promise.race([child.ended.then(() => true), patient]);
  if (hasEnded) return;
  if (!host.postmaster()?.alive) return;
  log('postgres-stop', { mode: 'fast', reason: patience ? 'Patroni is slow' : 'the engine stops' });
  await host.stopPostgres('fast', DIRECT_STOP_SECONDS);
}

/** A program that hangs in its own stop would hold its place until the engine kills the container. */
async function killLate(
  child: Child,
  afterMs: number,
  log: DecisionLog,
  clock: Clock,
): Promise<void> {
  const late = clock.sleep(afterMs).then(() => false);
  if (await Promise.race([child.ended.then(() => true), late])) return;
  log('killed', { pid: child.pid, reason: `still running ${afterMs / 1000} s after SIGTERM` });
  child.kill();
}

async function within(
  limitMs: number,
  hook: string,
  { clock, log }: SupervisorTools,
  work: Promise<unknown>,
): Promise<void> {
  const late = clock.sleep(limitMs).then(() => true);
  const isLate = await Promise.race([work.then(() => false), late]);
  if (isLate) log('hook-left', { hook, afterMs: limitMs });
}

async function unharmed(
  hook: string,
  log: DecisionLog,
  work: Promise<void> | undefined,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    log('hook-failed', { hook, reason: errorText(error) });
  }
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = {
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

/** As a shell would report it, but an end by the SIGTERM we were asked for is a good one. */
export function exitCode({ code, signal }: ChildEnd, asked: boolean): number {
  if (asked && signal === 'SIGTERM') return 0;
  return code ?? 128 + ((signal && SIGNAL_NUMBERS[signal]) ?? 0);
}
