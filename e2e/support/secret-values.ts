import { parse } from 'yaml';
import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import { rolePassword } from '../../src/model/role-password.js';
import type { RolesSecret } from '../../src/model/secret-contents.js';
import { containersOf, execIn, lab, SCOPE } from './lab-hosts.js';
import { PROJECT, SHARED } from './pgpass.js';

/** Shorter strings are user names and the like; every value we make has 43 characters. */
const SECRET_LENGTH = 20;

/** Real values of every secret, read where they are mounted. Name → value. */
export async function secretValues(): Promise<Map<string, string>> {
  const [host] = lab.nodes;
  const patroni = parse(
    await mounted(names.patroniMember(SCOPE, host.name), paths.patroniSecrets),
  ) as unknown;
  const postgres = JSON.parse(
    await mounted(names.reconciler(SCOPE), paths.postgresSecret),
  ) as unknown;
  const roles = JSON.parse(
    await mounted(names.reconciler(SCOPE), paths.rolesSecret),
  ) as RolesSecret;
  const userlist = await mounted(names.pgbouncer(SCOPE), paths.userlist);
  const stats = await mounted(names.haproxy(SCOPE), paths.haproxyStatsCfg);
  const derived = [PROJECT.user, SHARED.user].map(
    (role) => [role, rolePassword(roles, role)] as const,
  );
  return new Map([
    ...leaves('patroni', patroni),
    ...leaves('postgres', postgres),
    ['roles key', roles.key],
    ...derived,
    ['userlist', /^"[^"]+" "([^"]+)"$/m.exec(userlist)?.[1] ?? ''],
    ['statistics', /password (\S+)/.exec(stats)?.[1] ?? ''],
  ]);
}

function leaves(path: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return value.length >= SECRET_LENGTH ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}

async function mounted(service: string, path: string): Promise<string> {
  for (const host of lab.nodes) {
    if ((await containersOf(host, service)).length === 0) continue;
    return (await execIn(host, service, ['cat', path])).stdout;
  }
  throw new Error(`no host runs ${service}`);
}
