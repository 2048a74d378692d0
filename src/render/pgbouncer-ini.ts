import type { PgbouncerModel } from '../model/edge-model.js';
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
  const { authDatabase, authPoolSize, upstream } = pooler;
  const lookup = { name: authDatabase, ...upstream, poolSize: authPoolSize };
  const databases = Object.fromEntries(
    [lookup, ...pooler.databases].map(({ name, host, port, poolSize }) => [
      name,
      connectionString({ host, port, pool_size: poolSize, max_db_connections: poolSize }),
    ]),
  );
  const text = [
    generatedHeader(pooler.clusterScope),
    iniSection('databases', databases),
    iniSection('pgbouncer', settings(pooler)),
  ].join('\n');
  return renderedFile(paths.pgbouncerIni, text);
}

function settings(pooler: PgbouncerModel): Record<string, string | number> {
  return {
    listen_addr: '0.0.0.0',
    listen_port: pooler.port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: paths.userlist,
    auth_user: pooler.authUser,
    auth_dbname: pooler.authDatabase,
    auth_query: 'SELECT uname, phash FROM pgbouncer.user_lookup($1)',
    pool_mode: pooler.poolMode,
    max_client_conn: pooler.maxClients,
    max_prepared_statements: pooler.maxPreparedStatements,
    query_wait_timeout: pooler.queryWaitTimeoutSeconds,
    // Drivers send it at connect; PgBouncer would refuse them.
    ignore_startup_parameters: 'extra_float_digits',
    server_tls_sslmode: 'disable',
    // A failover is over in seconds: try again soon, and let go of connections to the old primary.
    server_login_retry: 1,
    server_connect_timeout: 5,
    server_lifetime: 600,
    dns_max_ttl: 5,
    dns_nxdomain_ttl: 1,
    tcp_keepalive: 1,
    tcp_keepidle: 30,
    tcp_keepintvl: 10,
    tcp_keepcnt: 3,
    tcp_user_timeout: 10000,
    // The liveness probe connects every few seconds.
    log_connections: 0,
    log_disconnections: 0,
  };
}
