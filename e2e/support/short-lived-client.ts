import { Socket } from 'node:net';
import pg from 'pg';

export interface ClientTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** All of a measuring client's own waits are shorter than what it measures. */
const CONNECT_TIMEOUT_MS = 400;
const QUERY_TIMEOUT_MS = 400;

/** A connection that can be dropped at once, whatever state it is in. */
export class ShortLivedClient {
  /** Warnings of the server since the last query began. */
  warnings: string[] = [];
  readonly #socket = new Socket();
  readonly #client: pg.Client;

  private constructor(target: ClientTarget, queryTimeoutMs: number) {
    this.#client = new pg.Client({
      ...target,
      stream: () => this.#socket,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: queryTimeoutMs,
      application_name: 'patroni-swarm-e2e',
    });
    // A connection may break between two queries; the next query tells.
    this.#client.on('error', () => undefined);
    this.#client.on('notice', ({ message }) => this.warnings.push(message ?? ''));
  }

  /** @throws Error after 400 ms at the latest */
  static async connect(
    target: ClientTarget,
    queryTimeoutMs = QUERY_TIMEOUT_MS,
  ): Promise<ShortLivedClient> {
    const client = new ShortLivedClient(target, queryTimeoutMs);
    try {
      await client.#client.connect();
      return client;
    } catch (error) {
      client.drop();
      throw error;
    }
  }

  async query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    this.warnings = [];
    return (await this.#client.query<Record<string, unknown>>(text, values)).rows;
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
  queryTimeoutMs = 5_000,
): Promise<Record<string, unknown>[]> {
  const client = await ShortLivedClient.connect(target, queryTimeoutMs);
  try {
    return await client.query(text, values);
  } finally {
    client.drop();
  }
}
