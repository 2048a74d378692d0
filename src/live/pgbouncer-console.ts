import pg from 'pg';

/** The part of PgBouncer's console that pauses and resumes all its pools. */
export interface PoolConsole {
  /**
   * New transactions wait from now on.
   *
   * @param giveUp - ends the waiting for running ones, not the pause
   * @returns `drained` once no transaction runs any more, however long that takes; `refused` if
   *   PgBouncer does not pause, since somebody else has paused it
   * @throws Error if the connection fails: it may be paused or not
   */
  pause(giveUp: AbortSignal): Promise<'drained' | 'refused'>;
  /** Also fine if nothing is paused. @throws Error if PgBouncer does not answer */
  resume(): Promise<void>;
}

/** The part of PgBouncer's console that has it read its file anew. */
export interface ReloadConsole {
  /**
   * Server connections stay as they are, and clients that wait get what the new limits allow.
   *
   * @returns false if nothing was done since the pools are paused
   * @throws Error if PgBouncer does not answer or refuses the file
   */
  reload(): Promise<boolean>;
}

const ANSWER_MS = 3000;

/**
 * PgBouncer's console on its own Unix socket, where its own system user needs no password.
 *
 * @param directory - `unix_socket_dir`
 * @see https://www.pgbouncer.org/usage.html (Admin console)
 */
export function pgbouncerConsole(directory: string, port: number): PoolConsole & ReloadConsole {
  const open = async (answerMs?: number) => {
    const client = new pg.Client({
      host: directory,
      port,
      user: 'pgbouncer',
      database: 'pgbouncer',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: answerMs,
    });
    // An error outside of a statement must not end the process; the next statement tells.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return {
    pause: async (giveUp) => {
      const client = await open();
      const gaveUp = new Promise<never>((_, reject) => {
        giveUp.addEventListener('abort', () => {
          reject(new Error('nobody waits any longer'));
        });
      });
      try {
        await Promise.race([client.query('PAUSE'), gaveUp]);
        return 'drained';
      } catch (error) {
        if (error instanceof pg.DatabaseError) return 'refused';
        throw error;
      } finally {
        close(client);
      }
    },
    resume: async () => {
      const client = await open(ANSWER_MS);
      try {
        // PgBouncer logs an error where there is nothing to resume.
        if (await isPaused(client)) await client.query('RESUME');
      } finally {
        close(client);
      }
    },
    reload: async () => {
      const client = await open(ANSWER_MS);
      try {
        if (await isPaused(client)) return false;
        await client.query('RELOAD');
        return true;
      } finally {
        close(client);
      }
    },
  };
}

/** Also while it still waits for running transactions. */
async function isPaused(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ key: string; value: string }>('SHOW STATE');
  return rows.some(({ key, value }) => key === 'paused' && value === 'yes');
}

/** `end` waits for a statement that is under way; nobody waits for `end`. */
function close(client: pg.Client): void {
  void client.end().catch(() => undefined);
}
