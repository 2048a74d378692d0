import type { Clock } from '../core/clock.js';
import { takeDataLock } from './data-lock.js';
import type { Child, ChildEnd, DecisionLog, MemberEntry, MemberHost } from './member-host.js';
import { watchPostmaster } from './postmaster-watch.js';
import { stopLeftovers } from './stop-leftovers.js';

/** What one supervisor looks after. */
export interface SupervisedMember {
  readonly command: readonly string[];
  /** Decides how the program starts; without it `command` is all there is to it. */
  readonly entry?: MemberEntry;
  /** Held from before the program starts until this container ends. */
  readonly memberLock: string;
  /** Held by PostgreSQL itself; only of a Patroni member. */
  readonly postmasterLock?: string;
}

export interface SupervisorTools {
  readonly host: MemberHost;
  readonly log: DecisionLog;
  readonly clock: Clock;
  /** Aborts at the first request to stop. */
  readonly stop: AbortSignal;
}

/**
 * Runs one Patroni or etcd alone on its data volume, from lock to the last process gone.
 *
 * @returns exit code for this process: 0 for a stop that was asked for, else what the program ended with
 */
export async function superviseMember(
  member: SupervisedMember,
  { host, log, clock, stop }: SupervisorTools,
): Promise<number> {
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
  const end = await untilEnded(child, member, { host, log, clock, stop });
  log('ended', { ...end, asked: stop.aborted });
  if (member.postmasterLock) await stopLeftovers(member.postmasterLock, host, log, clock);
  return exitCode(end, stop.aborted);
}

async function untilEnded(
  child: Child,
  member: SupervisedMember,
  { host, log, clock, stop }: SupervisorTools,
): Promise<ChildEnd> {
  const terminate = () => {
    log('terminate', { pid: child.pid, reason: 'asked to stop' });
    child.terminate();
  };
  if (stop.aborted) terminate();
  else stop.addEventListener('abort', terminate, { once: true });
  const ended = new AbortController();
  // While the member stops, a postmaster that ends is no crash.
  const quiet = AbortSignal.any([stop, ended.signal]);
  const beside: Promise<void>[] = [];
  if (member.postmasterLock) beside.push(watchPostmaster(host, log, clock, quiet));
  if (member.entry) beside.push(member.entry.whileRunning(quiet));
  const end = await child.ended;
  ended.abort();
  stop.removeEventListener('abort', terminate);
  await Promise.all(beside);
  return end;
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
