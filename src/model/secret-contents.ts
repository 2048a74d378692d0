/**
 * Shapes of the secrets' contents: written by `secrets init`, read in the cluster.
 *
 * - `patroni` → `/etc/patroni/secrets.yml`: YAML with `restapi.authentication` and
 *   `postgresql.authentication` (superuser `postgres`, `replicator`, `rewinder`).
 * - `postgres` → `PostgresSecret` as JSON, for reconciler and jobs.
 * - `roles` → `RolesSecret` as JSON, for the reconciler.
 * - `userlist` → PgBouncer's `auth_file`: one line, `"pgbouncer_auth" "<password>"`.
 * - `haproxy-stats` → a HAProxy file with the stats frontend's `stats auth` user.
 */
export interface PostgresSecret {
  readonly superuser: { readonly username: string; readonly password: string };
  readonly restApi: { readonly username: string; readonly password: string };
}

/** Passwords of every login role the reconciler creates, PgBouncer's `auth_user` included. */
export type RolesSecret = Readonly<Record<string, string>>;
