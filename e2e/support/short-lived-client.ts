import { Socket } from 'node:net';
import pg from 'pg';

export interface ClientTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** How long a client waits for an answer, milliseconds. */
export interface Patience {
  readonly connectMs: number;
  readonly queryMs: number;
}

/** All of a measuring client's own waits are shorter than what it measures. */
export const MEASURING: Patience = { connectMs: 400, queryMs: 400 };
const PATIENT: Patience = { connectMs: 5_000, queryMs: 20_000 };

/** A connection that can be dropped at once, whatever state it is in. */
export class ShortLivedClient {
  /** Warnings of the server since the last query began. */
  warnings: string[] = [];
  readonly #socket = new Socket();
  readonly #client: pg.Client;

  private constructor(target: ClientTarget, { connectMs, queryMs }: Patience) {
    this.#client = new pg.Client({
      ...target,
      stream: () => this.#socket,
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      application_name: 'patroni-swarm-e2e',
    });
    // A connection may break between two queries; the next query tells.
    this.#client.on('error', () => undefined);
    this.#client.on('notice', ({ message }) => this.warnings.push(message ?? ''));
  }

  static async connect(target: ClientTarget, patience = PATIENT): Promise<ShortLivedClient> {
    const client = new ShortLivedClient(target, patience);
    try {
      await client.#client.connect();
      return client;
    } catch (error) {
      client.drop();
      throw error;
    }
  }

  /** @param name - of a prepared statement, which is kept on the connection */
  async query(
    text: string,
    values: unknown[] = [],
    name?: string,
  ): Promise<Record<string, unknown>[]> {
    this.warnings = [];
    const config = { text, values, ...(name !== undefined && { name }) };
    return (await this.#client.query<Record<string, unknown>>(config)).rows;
  }

  /** Closes without a word to the server. */
  drop(): void {
    this.#socket.destroy();
  }
}

/** One query on a connection of its own. */
export async function queryOnce(
  target: ClientTarget,
  text: string,
  values: unknown[] = [],
  patience = PATIENT,
): Promise<Record<string, unknown>[]> {
  const client = await ShortLivedClient.connect(target, patience);
  try {
    return await client.query(text, values);
  } finally {
    client.drop();
  }
}
