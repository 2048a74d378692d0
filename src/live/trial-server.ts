import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorText } from './http.js';

const run = promisify(execFile);

export interface TrialFiles {
  readonly postgresqlConf: string;
  readonly pgHba: string;
}

export type TrialVerdict =
  | { readonly kind: 'starts' }
  | { readonly kind: 'fails'; readonly reason: string }
  /** No word about the values: the trial itself could not be made. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Path of one of PostgreSQL's programs. */
export type ProgramPath = (name: 'initdb' | 'postgres') => string;

const START_LIMIT_MS = 60_000;
const READY = 'database system is ready to accept connections';

/**
 * What must not be as in the file. The trial reaches nobody and nobody reaches it, its WAL never comes
 * into the archive, and it lacks what lies in a member's data, such as certificates; its messages are
 * the ones read here.
 */
const OWN: Readonly<Record<string, string>> = {
  listen_addresses: '',
  archive_mode: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '',
  log_min_messages: 'warning',
  lc_messages: 'C',
  ssl: 'off',
};

/** Said when there is no room for a second server beside the member's. */
const NO_ROOM = /could not (map anonymous shared memory|create shared memory segment)/;

/** The kernel takes the trial first when memory is short, never the process that asked for it. */
const EXPENDABLE = 'echo 1000 > /proc/self/oom_score_adj 2> /dev/null; exec "$0" "$@"';

/**
 * Starts an empty PostgreSQL with these files, and stops it.
 *
 * @param program - by default its name, found on the PATH
 * @returns what PostgreSQL said if it did not start
 */
export async function tryServer(
  files: TrialFiles,
  program: ProgramPath = (name) => name,
): Promise<TrialVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'trial-'));
  try {
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
    await run('sh', ['-c', EXPENDABLE, program('initdb'), ...initdb], { cwd: folder });
    await writeFile(join(data, 'postgresql.conf'), files.postgresqlConf);
    await writeFile(join(data, 'pg_hba.conf'), files.pgHba);
    const host = await readHost();
    const own = { ...OWN, ...(host.hasHugePages && { huge_pages: 'try' }) };
    const inside = {
      unix_socket_directories: folder,
      external_pid_file: join(folder, 'trial.pid'),
    };
    const flags = Object.entries({ ...own, ...inside }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const verdict = await watch(
      spawn('sh', ['-c', EXPENDABLE, program('postgres'), '-D', data, ...flags], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
      data,
    );
    const isFull = verdict.kind === 'fails' && NO_ROOM.test(verdict.reason);
    return isFull && host.countsMemory ? { ...verdict, kind: 'unknown' } : verdict;
  } catch (error) {
    return { kind: 'unknown', reason: errorText(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Memory that is promised once only tells nothing about a second server: huge pages belong to the member,
 * and so may what a host with strict accounting can promise.
 */
async function readHost(): Promise<{ hasHugePages: boolean; countsMemory: boolean }> {
  const [meminfo, overcommit] = await Promise.all(
    ['/proc/meminfo', '/proc/sys/vm/overcommit_memory'].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  );
  return {
    hasHugePages: Number(/^HugePages_Total:\s*(\d+)/m.exec(meminfo ?? '')?.[1] ?? 0) > 0,
    countsMemory: overcommit?.trim() === '2',
  };
}

/** Reads the messages until the server is ready or gone. */
async function watch(server: ReturnType<typeof spawn>, data: string): Promise<TrialVerdict> {
  const gone = new Promise<NodeJS.Signals | undefined>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', (_, signal) => {
      resolve(signal ?? undefined);
    });
  });
  const seen = { said: '', ready: false };
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    seen.said += text;
    if (!seen.said.includes(READY)) return;
    seen.ready = true;
    server.kill('SIGQUIT');
  });
  const limit = setTimeout(() => server.kill('SIGKILL'), START_LIMIT_MS);
  try {
    const signal = await gone;
    if (seen.ready) return { kind: 'starts' };
    if (signal) return { kind: 'unknown', reason: `the trial was ended by ${signal}` };
    return { kind: 'fails', reason: reasonIn(seen.said.replaceAll(`${data}/`, '')) };
  } finally {
    clearTimeout(limit);
  }
}

/** All but what every start says; a wrong line is told by a plain message, not by an error. */
function reasonIn(said: string): string {
  return said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^LOG: +(starting|listening|database system)/.test(line))
    .join(' ');
}
