import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { SecretName } from '../model/names.js';
import { rolePassword } from '../model/role-password.js';
import {
  POOLER_AUTH_ROLE,
  STATS_USER,
  STATS_USERLIST,
  type PostgresSecret,
  type RolesSecret,
} from '../model/secret-contents.js';

/** One set: what is in several secrets is the same in all of them. Only ever in memory. */
export interface SecretSet {
  readonly roles: RolesSecret;
  readonly statsPassword: string;
  readonly contents: Readonly<Record<SecretName, string>>;
}

/** Makes new values for every secret of a cluster: 256 random bits each, URL-safe. */
export function makeSecretSet(): SecretSet {
  const superuser = { username: 'postgres', password: randomSecret() };
  const restApi = { username: 'patroni', password: randomSecret() };
  const postgres: PostgresSecret = { superuser, restApi };
  const roles: RolesSecret = { key: randomSecret() };
  const statsPassword = randomSecret();
  return {
    roles,
    statsPassword,
    contents: {
      patroni: patroniYml(postgres),
      postgres: `${JSON.stringify(postgres)}\n`,
      roles: `${JSON.stringify(roles)}\n`,
      userlist: `"${POOLER_AUTH_ROLE}" "${rolePassword(roles, POOLER_AUTH_ROLE)}"\n`,
      // Plain on purpose: the file is a secret itself, and crypt would cost CPU at each request.
      'haproxy-stats': `userlist ${STATS_USERLIST}\n    user ${STATS_USER} insecure-password ${statsPassword}\n`,
    },
  };
}

function patroniYml({ superuser, restApi }: PostgresSecret): string {
  return stringify({
    restapi: { authentication: restApi },
    postgresql: {
      authentication: {
        superuser,
        replication: { username: 'replicator', password: randomSecret() },
        rewind: { username: 'rewinder', password: randomSecret() },
      },
    },
  });
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}
