/**
 * Shapes of the secrets' contents: written by `secrets init`, read in the cluster.
 *
 * - `patroni` → `/etc/patroni/secrets.yml`: YAML with `restapi.authentication` and
 *   `postgresql.authentication` (superuser `postgres`, `replicator`, `rewinder`).
 * - `postgres` → `PostgresSecret` as JSON, for reconciler and jobs.
 * - `roles` → `RolesSecret` as JSON, for the reconciler.
 * - `userlist` → PgBouncer's `auth_file`: one line, `"pgbouncer_auth" "<password>"`.
 * - `haproxy-stats` → a second HAProxy file: the `userlist` that the stats frontend asks.
 */
export interface PostgresSecret {
  readonly superuser: { readonly username: string; readonly password: string };
  readonly restApi: { readonly username: string; readonly password: string };
}

/**
 * Key from which `rolePassword` derives the password of every login role the reconciler creates,
 * PgBouncer's `auth_user` included: a database that is added later needs no new secret.
 */
export interface RolesSecret {
  readonly key: string;
}

/** Login that PgBouncer's `auth_query` runs as. */
export const POOLER_AUTH_ROLE = 'pgbouncer_auth';

/** Userlist in the `haproxy-stats` secret; `haproxy.cfg` asks for it by name. */
export const STATS_USERLIST = 'stats-users';

/** The one user in it. */
export const STATS_USER = 'stats';
