import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Process of `postmaster.pid`; undefined if there is no such file, or not yet a number in it. */
export function readPostmaster(pgdata: string): { pid: number; alive: boolean } | undefined {
  const pid = Number(readOrEmpty(`${pgdata}/postmaster.pid`).split('\n', 1)[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, alive: isPostgres(pid) } : undefined;
}

/** A number left by another container may be another program here, and a zombie serves nobody. */
function isPostgres(pid: number): boolean {
  const process = processStat(pid);
  return process?.name === 'postgres' && process.state !== 'Z' && process.state !== 'X';
}

/**
 * Kills the backends a dead postmaster left behind; PID 1 has adopted them.
 *
 * Their memory is lost anyway: a new server recovers from WAL, and refuses to start while one lives.
 * The title tells them from a new postmaster, whose parent is PID 1 as well.
 *
 * @returns their process ids
 */
export function killOrphans(): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const orphans = pids.filter(
    (pid) =>
      isPostgres(pid) &&
      processStat(pid)?.parent === 1 &&
      readOrEmpty(`/proc/${pid}/cmdline`).startsWith('postgres: '),
  );
  return orphans.filter(kill);
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false; // It ended by itself.
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processStat(pid: number): { name: string; state: string; parent: number } | undefined {
  const match = /^\d+ \((.*)\) (\S) (\d+)/s.exec(readOrEmpty(`/proc/${pid}/stat`));
  if (!match) return undefined;
  const [, name = '', state = '', parent = ''] = match;
  return { name, state, parent: Number(parent) };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs `pg_ctl stop` and waits for it; how it ended is seen from the server, not from its code. */
export async function pgCtlStop(pgdata: string, mode: string, seconds: number): Promise<void> {
  await finish('pg_ctl', ['stop', '-D', pgdata, '-m', mode, '-w', '-t', `${seconds}`]);
}

/**
 * Writes out what a shutdown would otherwise have to; a restart point on a replica.
 *
 * @throws Error if it is not done within `timeoutMs`, or the server refuses
 */
export async function checkpoint(socketDirectory: string, timeoutMs: number): Promise<void> {
  const flags = ['-X', '-q', '-h', socketDirectory, '-d', 'postgres', '-c', 'CHECKPOINT'];
  const code = await finish('psql', flags, timeoutMs);
  if (code !== 0) throw new Error(`psql ended with ${code ?? 'a signal'}`);
}

function finish(program: string, flags: readonly string[], timeout = 0): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, flags, { stdio: ['ignore', 'inherit', 'inherit'], timeout });
    child.once('error', () => {
      resolve(null);
    });
    child.once('exit', resolve);
  });
}
