import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sleep } from './wait.js';

/** One write a member acknowledged. Times are milliseconds of `performance.now()`. */
export interface MemberWrite {
  readonly member: string;
  /** Eight hex digits. */
  readonly timeline: string;
  readonly sentAt: number;
  readonly at: number;
}

/** How to start a psql on one server of a member; its errors must come on standard output. */
export interface PsqlCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const PAUSE_MS = 300;
const TRY_TO_WRITE = `select not pg_is_in_recovery() as primary \\gset
\\if :primary
insert into e2e_probe default values
  returning 'wrote ' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
\\endif
\\echo asked
`;

/**
 * Tries to write on one member, past HAProxy, over its local socket.
 *
 * No time limit on the statement: cancelled while it waits for the sync standby it would be reported
 * as written. A write that hangs is simply not acknowledged, which is what is asked here.
 */
export class MemberProbe {
  readonly writes: MemberWrite[] = [];
  readonly #member: string;
  readonly #findServers: () => Promise<PsqlCommand[]>;
  readonly #running = new Set<ChildProcess>();
  readonly #done: Promise<void>;
  #stopping = false;

  /** @param findServers - asked again whenever the servers it found are gone */
  constructor(member: string, findServers: () => Promise<PsqlCommand[]>) {
    this.#member = member;
    this.#findServers = findServers;
    this.#done = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const psql of this.#running) psql.kill('SIGKILL');
    await this.#done;
  }

  async #watch(): Promise<void> {
    while (!this.#stopping) {
      const servers = await this.#findServers();
      await Promise.all(servers.map((server) => this.#askUntilGone(server)));
      await sleep(PAUSE_MS);
    }
  }

  /** Resolves when psql ends: with its server, its container or its host. */
  #askUntilGone({ program, args, env }: PsqlCommand): Promise<void> {
    const psql = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#running.add(psql);
    psql.stdin.on('error', () => undefined);
    let sentAt = 0;
    let warned = false;
    const ask = () => {
      sentAt = performance.now();
      warned = false;
      psql.stdin.write(TRY_TO_WRITE);
    };
    createInterface({ input: psql.stdout }).on('line', (line) => {
      const at = performance.now();
      const timeline = /^wrote (\w+)$/.exec(line)?.[1];
      if (timeline === undefined) warned ||= /^(WARNING|ERROR|FATAL)/.test(line);
      else if (!warned) this.writes.push({ member: this.#member, timeline, sentAt, at });
      if (line === 'asked' && !this.#stopping) setTimeout(ask, PAUSE_MS);
    });
    ask();
    return new Promise((resolve) => {
      const ended = () => {
        this.#running.delete(psql);
        resolve();
      };
      psql.once('close', ended);
      psql.once('error', ended);
    });
  }
}
