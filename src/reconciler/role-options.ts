import { sqlText } from '../live/sql-text.js';
import type { DesiredState } from './desired.js';

export type DesiredRole = DesiredState['roles'][number];

/** What `pg_authid` says about what a role may be; `until` in seconds, null and infinite mean never. */
export interface RoleOptionsRow {
  readonly login: boolean;
  readonly connections: number;
  readonly until: number | null;
}

/** A role that is only named as an owner: its login and password are ours, the rest is not. */
const OWNER = 'LOGIN';

/** Options of `CREATE ROLE` and `ALTER ROLE` that make a role what the file says. */
export function roleOptions(role: DesiredRole | undefined): string {
  if (!role) return OWNER;
  const { login, connectionLimit = -1, validUntil } = role;
  const until = validUntil === undefined ? 'infinity' : `${validUntil} 00:00:00+00`;
  return [
    login ? 'LOGIN' : 'NOLOGIN',
    `CONNECTION LIMIT ${connectionLimit}`,
    `VALID UNTIL ${sqlText(until)}`,
  ].join(' ');
}

/** Whether a role needs no change of its options. */
export function hasOptions(role: DesiredRole | undefined, row: RoleOptionsRow): boolean {
  if (!role) return row.login;
  const { login, connectionLimit = -1, validUntil } = role;
  const until = validUntil === undefined ? Infinity : Date.parse(validUntil) / 1000;
  return (
    row.login === login && row.connections === connectionLimit && (row.until ?? Infinity) === until
  );
}
