import pg from 'pg';

/** Where and as whom to connect. */
export interface SqlTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Sent at start-up. PgBouncer refuses most of them, so leave it out there. */
  readonly settings?: Readonly<Record<string, string>>;
}

export type SqlRow = Readonly<Record<string, unknown>>;

/** One connection. Statements end within the session's time limit or throw. */
export interface SqlSession {
  query(text: string, values?: readonly unknown[]): Promise<readonly SqlRow[]>;
  close(): Promise<void>;
}

export type SqlConnect = (target: SqlTarget) => Promise<SqlSession>;

const CONNECT_TIMEOUT_MS = 3000;
const QUERY_TIMEOUT_MS = 4000;

/** @throws Error with PostgreSQL's own message, or that of the socket */
export const sqlConnect: SqlConnect = async (target) => {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.username,
    password: target.password,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'patroni-swarm',
    ...(target.settings && { options: startupOptions(target.settings) }),
  });
  // A connection that breaks while idle must end the statement after it, not the process.
  client.on('error', () => undefined);
  await client.connect();
  return {
    query: async (text, values = []) => (await client.query<SqlRow>(text, [...values])).rows,
    close: async () => {
      await Promise.race([
        client.end().catch(() => undefined),
        new Promise<void>((resolve) => setTimeout(resolve, 1000).unref()),
      ]);
    },
  };
};

/** Runs `work` on a connection of its own, which is closed whatever happens. */
export async function withSql<T>(
  connect: SqlConnect,
  target: SqlTarget,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const session = await connect(target);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function startupOptions(settings: Readonly<Record<string, string>>): string {
  const escape = (value: string) => value.replace(/[\\ ]/g, '\\$&');
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${escape(value)}`)
    .join(' ');
}
