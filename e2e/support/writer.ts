import pg from 'pg';
import { MEASURING, queryOnce, ShortLivedClient, type ClientTarget } from './short-lived-client.js';
import { sleep } from './wait.js';

/** One write the client was told is committed. Times are milliseconds of `performance.now()`. */
export interface Acknowledged {
  readonly id: number;
  readonly sentAt: number;
  readonly at: number;
  /** Eight hex digits: the timeline of the server that wrote it. */
  readonly timeline: string;
}

export interface WriterRecord {
  readonly run: string;
  readonly acknowledged: readonly Acknowledged[];
  /** Sent, but the answer never came: may be there or not. */
  readonly ambiguous: readonly number[];
  readonly stoppedAt: number;
}

const PAUSE_MS = 20;
const READ_ONLY = '25006';

/**
 * A client that writes one row after another and remembers which ones were acknowledged.
 *
 * It keeps one connection and takes the next host as soon as that one fails, as `host=a,b,c` does.
 */
export class Writer {
  readonly #run: string;
  readonly #targets: readonly ClientTarget[];
  readonly #acknowledged: Acknowledged[] = [];
  readonly #ambiguous: number[] = [];
  readonly #stopping = new AbortController();
  #done: Promise<void> = Promise.resolve();

  private constructor(run: string, targets: readonly ClientTarget[]) {
    this.#run = run;
    this.#targets = targets;
  }

  /**
   * @param run - tells the rows of one scenario from the others'
   * @param targets - the write port of several hosts, tried in this order
   * @returns once the first row is acknowledged
   */
  static async start(run: string, targets: readonly ClientTarget[]): Promise<Writer> {
    const [first] = targets;
    if (!first) throw new Error('a writer needs a host');
    await queryOnce(
      first,
      'create table if not exists e2e_writes (run text, id bigint, primary key (run, id))',
    );
    // A lab that stays up has the rows of an earlier run.
    await queryOnce(first, 'delete from e2e_writes where run = $1', [run]);
    const writer = new Writer(run, targets);
    writer.#done = writer.#write();
    for (let i = 0; i < 500 && writer.#acknowledged.length === 0; i++) await sleep(PAUSE_MS);
    if (writer.#acknowledged.length === 0) {
      await writer.stop();
      throw new Error('the writer got no row acknowledged in 10 s');
    }
    return writer;
  }

  get lastAcknowledgedAt(): number {
    return this.#acknowledged.at(-1)?.at ?? -Infinity;
  }

  async stop(): Promise<WriterRecord> {
    this.#stopping.abort();
    await this.#done;
    return {
      run: this.#run,
      acknowledged: this.#acknowledged,
      ambiguous: this.#ambiguous,
      stoppedAt: performance.now(),
    };
  }

  async #write(): Promise<void> {
    let client: ShortLivedClient | undefined;
    let host = 0;
    for (let id = 1; !this.#stopping.signal.aborted; id++) {
      try {
        client ??= await ShortLivedClient.connect(this.#target(host), MEASURING);
        await this.#insert(client, id);
      } catch {
        client?.drop();
        client = undefined;
        host++;
      }
      await sleep(PAUSE_MS);
    }
    client?.drop();
  }

  #target(host: number): ClientTarget {
    const target = this.#targets[host % this.#targets.length];
    if (!target) throw new Error('a writer needs a host');
    return target;
  }

  async #insert(client: ShortLivedClient, id: number): Promise<void> {
    const sentAt = performance.now();
    try {
      const [row] = await client.query(
        `insert into e2e_writes (run, id) values ($1, $2)
         returning left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline`,
        [this.#run, id],
      );
      const at = performance.now();
      // "canceling wait for synchronous replication": committed here, perhaps nowhere else.
      if (client.warnings.length > 0) this.#ambiguous.push(id);
      else this.#acknowledged.push({ id, sentAt, at, timeline: String(row?.['timeline']) });
    } catch (error) {
      const refused = error instanceof pg.DatabaseError && error.code === READ_ONLY;
      if (!refused) this.#ambiguous.push(id);
      throw error;
    }
  }
}
