import { parseConnectionString } from '../syntax/connection-string.js';
import { parseIni } from '../syntax/ini.js';

/** What a guard reads from the files its PgBouncer runs with. */
export interface GuardSettings {
  /** Where the console is. */
  readonly socketDirectory: string;
  readonly port: number;
  /** How PgBouncer reaches the primary: by way of HAProxy. */
  readonly upstream: { readonly host: string; readonly port: number };
  readonly login: {
    readonly database: string;
    readonly username: string;
    readonly password: string;
  };
  /** Pools are never paused for longer, milliseconds. */
  readonly longestPauseMs: number;
}

/** Enough for the limit on running transactions and a handover on a slow machine. */
const MOST_MS = 15_000;

/**
 * @param ini - text of `pgbouncer.ini`
 * @param userlist - text of its `auth_file`: the look-up login alone
 */
export function guardSettings(ini: string, userlist: string): GuardSettings {
  const { databases = {}, pgbouncer = {} } = parseIni(ini);
  const database = required(pgbouncer, 'auth_dbname');
  const line = parseConnectionString(required(databases, database));
  const login = parseUserlist(userlist);
  return {
    socketDirectory: required(pgbouncer, 'unix_socket_dir'),
    port: Number(required(pgbouncer, 'listen_port')),
    upstream: { host: required(line, 'host'), port: Number(required(line, 'port')) },
    login: { database, ...login },
    longestPauseMs: longestPauseMs(pgbouncer),
  };
}

/** The one login in PgBouncer's `auth_file`, as `secrets init` writes it. */
export function parseUserlist(text: string): { username: string; password: string } {
  const [, username, password] = /^"([^"]+)" "([^"]+)"$/m.exec(text) ?? [];
  if (username === undefined || password === undefined) {
    throw new Error('auth_file has no line "user" "password"');
  }
  return { username, password };
}

/**
 * A pause counts as waiting: after half of what PgBouncer lets a client wait it ends, so that the
 * client is still there when the primary is.
 */
function longestPauseMs(settings: Readonly<Record<string, string>>): number {
  const limits = ['query_wait_timeout', 'query_timeout']
    .map((key) => Number(settings[key] ?? 0) * 1000)
    .filter((limit) => limit > 0);
  return Math.min(MOST_MS, ...limits.map((limit) => limit / 2));
}

function required(section: Readonly<Record<string, string>>, key: string): string {
  const value = section[key];
  if (value === undefined || value === '') throw new Error(`pgbouncer.ini has no ${key}`);
  return value;
}
