import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { UserError } from '../core/problem.js';
import type { Child, DecisionLog, HeldLock, MemberHost } from '../interlock/member-host.js';
import { superviseMember, type SupervisedMember } from '../interlock/supervise-member.js';
import { wakePatroni } from '../live/patroni-wake.js';
import { killOrphans, pgCtlStop, readPostmaster } from '../live/postmaster.js';
import { systemClock } from '../live/system-clock.js';
import { isUnlocked, lastHolder, lockFile } from '../live/volume-lock.js';
import { paths } from '../model/paths.js';
import { etcdEntry } from './etcd-entry.js';

const MEMBERS: Readonly<Record<string, SupervisedMember>> = {
  etcd: {
    command: ['etcd', '--config-file', paths.etcdConf],
    memberLock: `${paths.etcdVolume}/member.lock`,
  },
  patroni: {
    command: ['patroni', paths.patroniDirectory],
    memberLock: `${paths.patroniVolume}/member.lock`,
    postmasterLock: `${paths.patroniVolume}/postmaster.lock`,
  },
};

/**
 * `supervise patroni|etcd`: the only child of PID 1 in a member's container.
 *
 * Ends this process with the member's exit code; Swarm's restart policy does the rest.
 */
export async function runSupervise([kind = '']: string[]): Promise<void> {
  const member = Object.hasOwn(MEMBERS, kind) ? MEMBERS[kind] : undefined;
  if (!member) {
    const need = `one of ${Object.keys(MEMBERS).join(', ')}`;
    throw new UserError([{ code: 'AGENT_MEMBER_UNKNOWN', at: 'supervise', got: kind, need }]);
  }
  const log = decisionLog(kind);
  const stop = stopRequest(log);
  const entry = kind === 'etcd' ? { entry: etcdEntry(log, stop) } : {};
  const code = await superviseMember(
    { ...member, ...entry },
    { host, log, clock: systemClock, stop },
  );
  // A sleep that nobody waits for must not hold up the end.
  process.exit(code);
}

/** The engine sends SIGTERM twice when it stops itself: the second one must not hurry anything. */
function stopRequest(log: DecisionLog): AbortSignal {
  const request = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log(request.signal.aborted ? 'signal-ignored' : 'signal', { signal });
      request.abort();
    });
  }
  return request.signal;
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
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    }),
  };
}
