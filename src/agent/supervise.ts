import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { UserError } from '../core/problem.js';
import type { Child, DecisionLog, HeldLock, MemberHost } from '../interlock/member-host.js';
import type { StopRequest } from '../interlock/stop-clock.js';
import { superviseMember, type SupervisedMember } from '../interlock/supervise-member.js';
import { wakePatroni } from '../live/patroni-wake.js';
import { killOrphans, pgCtlStop, readPostmaster } from '../live/postmaster.js';
import { systemClock } from '../live/system-clock.js';
import { isUnlocked, lastHolder, lockFile } from '../live/volume-lock.js';
import { paths } from '../model/paths.js';
import { etcdEntry } from './etcd-entry.js';
import { etcdHooks } from './etcd-hooks.js';
import { patroniEntry } from './patroni-entry.js';
import { patroniHooks } from './patroni-hooks.js';

/** It takes one second; once it hung, until the engine killed it after five minutes. Its WAL is synced. */
const ETCD_STOPS_WITHIN_MS = 10_000;
/** Turn of 30 s, etcd's own stop, and what follows it, with room to spare. */
const STOP_OVERDUE_MS = 70_000;
const OVERDUE = 1;

type MemberOf = (log: DecisionLog, request: StopRequest) => SupervisedMember;

const MEMBERS: Readonly<Record<string, MemberOf>> = {
  etcd: (log, { asked, hurried }) => ({
    command: ['etcd', '--config-file', paths.etcdConf],
    memberLock: `${paths.etcdVolume}/member.lock`,
    killAfterMs: ETCD_STOPS_WITHIN_MS,
    entry: etcdEntry(log, asked),
    ...etcdHooks(log, hurried),
  }),
  patroni: (log, { hurried }) => ({
    command: ['patroni', paths.patroniDirectory],
    memberLock: `${paths.patroniVolume}/member.lock`,
    postmasterLock: `${paths.patroniVolume}/postmaster.lock`,
    entry: patroniEntry(log),
    ...patroniHooks(log, hurried),
  }),
};

/**
 * `supervise patroni|etcd`: the only child of PID 1 in a member's container.
 *
 * Ends this process with the member's exit code; Swarm's restart policy does the rest.
 */
export async function runSupervise([kind = '']: string[]): Promise<void> {
  const memberOf = Object.hasOwn(MEMBERS, kind) ? MEMBERS[kind] : undefined;
  if (!memberOf) {
    const need = `one of ${Object.keys(MEMBERS).join(', ')}`;
    throw new UserError([{ code: 'AGENT_MEMBER_UNKNOWN', at: 'supervise', got: kind, need }]);
  }
  const log = decisionLog(kind);
  const request = stopRequest(log);
  const member = memberOf(log, request);
  if (member.killAfterMs !== undefined) endWhenOverdue(request.asked, log);
  const code = await superviseMember(member, { host, log, clock: systemClock, request });
  // A sleep that nobody waits for must not hold up the end.
  process.exit(code);
}

/**
 * The last resort of a member that loses nothing by being killed: every step of its stop has a bound, and
 * should one fail all the same, the container still ends.
 */
function endWhenOverdue(asked: AbortSignal, log: DecisionLog): void {
  const end = () => {
    log('stop-overdue', { afterMs: STOP_OVERDUE_MS });
    process.exit(OVERDUE);
  };
  asked.addEventListener('abort', () => setTimeout(end, STOP_OVERDUE_MS), { once: true });
}

/** An engine that stops itself sends SIGTERM twice, 2 s apart, and kills at 10 s (measured). */
function stopRequest(log: DecisionLog): StopRequest {
  const [asked, hurried] = [new AbortController(), new AbortController()];
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log('signal', { signal, hurried: asked.signal.aborted });
      if (asked.signal.aborted) hurried.abort();
      asked.abort();
    });
  }
  return { asked: asked.signal, hurried: hurried.signal };
}

function decisionLog(member: string): DecisionLog {
  return (event, facts = {}) => {
    const line = { at: new Date().toISOString(), source: 'supervisor', member, event, ...facts };
    process.stderr.write(`${JSON.stringify(line)}\n`);
  };
}

const host: MemberHost = {
  async lock(path, signal) {
    const descriptor = await lockFile(path, signal);
    if (descriptor === undefined) return undefined;
    const release = () => {
      closeSync(descriptor);
    };
    return { descriptor, release };
  },
  lockHolder: lastHolder,
  isFree: isUnlocked,
  start: startMember,
  postmaster: () => readPostmaster(paths.pgdata),
  killOrphans,
  stopPostgres: (mode, timeoutSeconds) => pgCtlStop(paths.pgdata, mode, timeoutSeconds),
  wakePatroni: () => wakePatroni(paths.patroniDirectory),
};

function startMember([program = '', ...flags]: readonly string[], lock: HeldLock): Child {
  const child = spawn(program, flags, {
    stdio: ['ignore', 'inherit', 'inherit', lock.descriptor],
  });
  return {
    pid: child.pid,
    terminate: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    }),
  };
}
