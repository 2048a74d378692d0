import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { rolePassword } from '../model/role-password.js';
import { STATS_USER } from '../model/secret-contents.js';
import type { SecretSet } from './secret-values.js';

export interface PgpassRequest {
  readonly file: string;
  /** Addresses that clients connect to. */
  readonly hosts: readonly string[];
  /** Login roles to write a line for. */
  readonly roles: readonly string[];
}

/**
 * Writes the roles' passwords as a libpq password file, readable by its owner only.
 *
 * libpq skips lines that start with `#`, so the file also says which set it belongs to.
 *
 * @see https://www.postgresql.org/docs/17/libpq-pgpass.html
 */
export function writePgpass(
  { file, hosts, roles }: PgpassRequest,
  setId: string,
  set: SecretSet,
): void {
  const lines = hosts.flatMap((host) =>
    roles.map((role) => `${escape(host)}:*:*:${escape(role)}:${rolePassword(set.roles, role)}`),
  );
  const head = [
    setLine(setId),
    `# HAProxy statistics: user ${STATS_USER}, password ${set.statsPassword}`,
  ];
  const temporary = `${file}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, `${[...head, ...lines].join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

/** Whether `file` holds the passwords of this set. */
export function pgpassBelongsTo(file: string, setId: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(`${setLine(setId)}\n`);
  } catch {
    return false;
  }
}

function setLine(setId: string): string {
  return `# patroni-swarm set ${setId}`;
}

function escape(field: string): string {
  return field.replace(/[\\:]/g, '\\$&');
}
