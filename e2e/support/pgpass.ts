import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from './lab-hosts.js';

/** A database of `config/clusters/lab.yaml` and the login that owns it. */
export interface Login {
  readonly database: string;
  readonly user: string;
}

export const PROJECT: Login = { database: 'project', user: 'project_owner' };
export const SHARED: Login = { database: 'shared', user: 'shared_owner' };

/** @returns the password of a login as `npm start` left it for this machine's user */
export function passwordOf(user: string): string {
  const lines = readFileSync(join(lab.labDirectory, 'pgpass'), 'utf8').split('\n');
  const fields = lines.map((line) => line.split(':')).find((row) => row[3] === user);
  if (!fields?.[4]) throw new Error(`.lab/pgpass has no line for ${user}`);
  return fields[4];
}
