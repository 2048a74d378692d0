import type { PgbouncerModel, PoolerDatabase } from '../model/edge-model.js';
import { paths } from '../model/paths.js';
import { connectionString } from '../syntax/connection-string.js';
import { iniSection } from '../syntax/ini.js';
import { generatedHeader } from './header.js';
import { renderedFile, type RenderedFile } from './rendered-file.js';

/**
 * Renders `pgbouncer.ini`. Passwords stay out: `auth_file` is a Swarm secret with the lookup login
 * alone, every other password comes from the database by `auth_query`.
 *
 * A pool is one database *and* one user, so the limit that counts is `max_db_connections`.
 */
export function renderPgbouncerIni(pooler: PgbouncerModel): RenderedFile {
  const { authDatabase, authPoolSize, upstream, users } = pooler;
  const lookup = {
    name: authDatabase,
    ...upstream,
    sizes: { pool: authPoolSize, limit: authPoolSize },
    settings: {},
  };
  const databases = [lookup, ...pooler.databases];
  const text = [
    generatedHeader(pooler.clusterScope),
    ...(somePoolsFollow(pooler) ? [FOLLOWS] : []),
    iniSection('databases', byName(databases, databaseLine)),
    ...(users.length > 0
      ? [
          iniSection(
            'users',
            byName(users, (user) => connectionString(user.settings)),
          ),
        ]
      : []),
    iniSection('pgbouncer', settings(pooler)),
  ].join('\n');
  return renderedFile(paths.pgbouncerIni, text);
}

function byName<T extends { readonly name: string }>(
  entries: readonly T[],
  line: (entry: T) => string,
): Record<string, string> {
  return Object.fromEntries(entries.map((entry) => [entry.name, line(entry)]));
}

function databaseLine({ host, port, sizes, settings }: PoolerDatabase): string {
  const given = sizes && { pool_size: sizes.pool, max_db_connections: sizes.limit };
  return connectionString({ host, port, ...given, ...settings });
}

/** A size that followed `max_connections` here would restart each PgBouncer with it. */
const FOLLOWS = `# A database without pool_size follows max_connections: each PgBouncer works out from the live one what
# its pools may take, and starts with default_pool_size and max_db_connections until it knows.
`;

function somePoolsFollow({ databases }: PgbouncerModel): boolean {
  return databases.some(({ sizes }) => sizes === undefined);
}

function settings(pooler: PgbouncerModel): Record<string, string | number> {
  return {
    ...pooler.settings,
    // Only where the cluster file gives neither of them are there pools that follow.
    ...(somePoolsFollow(pooler) && { default_pool_size: 1, max_db_connections: 1 }),
    listen_addr: '0.0.0.0',
    listen_port: pooler.port,
    unix_socket_dir: paths.pgbouncerSockets,
    // Its console needs no password there: for its own user only.
    unix_socket_mode: '0700',
    auth_type: 'scram-sha-256',
    auth_file: paths.userlist,
    auth_user: pooler.authUser,
    auth_dbname: pooler.authDatabase,
    auth_query: 'SELECT uname, phash FROM pgbouncer.user_lookup($1)',
    server_tls_sslmode: 'disable',
  };
}
