import { PORTS, endpoint } from './cluster.js';
import { lab } from './lab-hosts.js';
import { queryOnce, ShortLivedClient } from './short-lived-client.js';
import { sleep } from './wait.js';

export interface PooledFailure {
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
  readonly host: string;
  readonly message: string;
}

export interface PooledRecord {
  readonly clients: number;
  readonly transactions: number;
  readonly failures: readonly PooledFailure[];
  /** Longest time a client waited for one transaction, begin to commit. */
  readonly longestSeconds: number;
  /** Acknowledged rows that are not there. */
  readonly lost: number;
}

const THINK_MS = 100;
const TABLE = 'e2e_pooled';

/**
 * Clients of the pools on every host, each in a transaction again and again: `begin`, a prepared
 * `insert`, `commit`, on a connection it keeps. A failed one connects anew and goes on.
 */
export class PooledClients {
  readonly #run: string;
  readonly #failures: PooledFailure[] = [];
  readonly #acknowledged: string[] = [];
  readonly #stopping = new AbortController();
  #clients: Promise<void>[] = [];
  #longestMs = 0;

  private constructor(run: string) {
    this.#run = run;
  }

  /** @returns once every client has had its first row acknowledged */
  static async start(run: string, count = 50): Promise<PooledClients> {
    const columns = 'run text, id text, primary key (run, id)';
    await queryOnce(
      endpoint(lab.nodes[0], PORTS.write),
      `create table if not exists ${TABLE} (${columns})`,
    );
    const pooled = new PooledClients(`${run} ${new Date().toISOString()}`);
    const ready = Array.from(
      { length: count },
      (_, index) => new Promise<void>((begun) => pooled.#clients.push(pooled.#work(index, begun))),
    );
    await Promise.all(ready);
    return pooled;
  }

  async stop(): Promise<PooledRecord> {
    this.#stopping.abort();
    await Promise.all(this.#clients);
    const rows = await queryOnce(
      endpoint(lab.nodes[0], PORTS.write),
      `select id from ${TABLE} where run = $1`,
      [this.#run],
    );
    const there = new Set(rows.map(({ id }) => id));
    return {
      clients: this.#clients.length,
      transactions: this.#acknowledged.length,
      failures: this.#failures,
      longestSeconds: this.#longestMs / 1000,
      lost: this.#acknowledged.filter((id) => !there.has(id)).length,
    };
  }

  async #work(index: number, begun: () => void): Promise<void> {
    const host = lab.nodes[index % lab.nodes.length] ?? lab.nodes[0];
    let client: ShortLivedClient | undefined;
    for (let turn = 0; !this.#stopping.signal.aborted; turn += 1) {
      const began = performance.now();
      try {
        client ??= await ShortLivedClient.connect(endpoint(host, PORTS.pooled));
        await this.#transaction(client, `${index}/${turn}`);
        begun();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#failures.push({ at: performance.now(), host: host.name, message });
        client?.drop();
        client = undefined;
      }
      this.#longestMs = Math.max(this.#longestMs, performance.now() - began);
      await sleep(THINK_MS);
    }
    begun();
    client?.drop();
  }

  async #transaction(client: ShortLivedClient, id: string): Promise<void> {
    await client.query('begin');
    const insert = `insert into ${TABLE} (run, id) values ($1, $2)`;
    await client.query(insert, [this.#run, id], 'pooled-insert');
    await client.query('commit');
    this.#acknowledged.push(id);
  }
}
