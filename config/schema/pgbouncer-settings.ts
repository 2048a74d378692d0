import { z } from '../../src/core/zod.js';
import { singleLine, sqlName } from './primitives.js';

const seconds = z.number().min(0).max(604800);
const parameterNames = z.array(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_.]*$/, 'the name of a parameter'),
);

/**
 * Settings of section `[pgbouncer]` that are written as they are, spelt as there; each key that has a
 * value stands in the file. Times are seconds, and 0 turns a limit off, unless said otherwise.
 *
 * @see https://www.pgbouncer.org/config.html
 */
export const poolerSettingsSchema = z.strictObject({
  min_pool_size: z
    .int()
    .min(0)
    .max(10000)
    .optional()
    .describe('Server connections kept open per pool while a client is there; PgBouncer: 0.'),
  reserve_pool_size: z
    .int()
    .min(0)
    .max(10000)
    .optional()
    .describe('Further server connections for a pool whose clients wait; PgBouncer: 0.'),
  reserve_pool_timeout: seconds
    .optional()
    .describe('Wait of a client before the reserve is used; PgBouncer: 5.'),
  max_db_client_connections: z
    .int()
    .min(0)
    .max(100000)
    .optional()
    .describe('Clients of one database; PgBouncer: no limit.'),
  max_user_connections: z
    .int()
    .min(0)
    .max(100000)
    .optional()
    .describe('Server connections of one login; PgBouncer: no limit.'),
  max_user_client_connections: z
    .int()
    .min(0)
    .max(100000)
    .optional()
    .describe('Clients of one login; PgBouncer: no limit.'),
  max_prepared_statements: z
    .int()
    .min(0)
    .max(10000)
    .default(200)
    .describe(
      'Prepared statements kept on a server connection; 0 refuses them in transaction mode.',
    ),
  server_lifetime: seconds
    .default(600)
    .describe('Age at which an unused server connection is closed; 0: after one use.'),
  server_idle_timeout: seconds
    .optional()
    .describe('Idle time after which a server connection is closed; PgBouncer: 600.'),
  server_connect_timeout: seconds
    .min(1)
    .default(5)
    .describe('For a connection to the server and its login.'),
  server_login_retry: seconds.default(1).describe('Pause after a failed login to the server.'),
  server_check_delay: seconds
    .optional()
    .describe('Idle time after which a server connection is tried before use; PgBouncer: 30.'),
  server_check_query: singleLine
    .max(1000)
    .optional()
    .describe('SQL of that trial; empty: none. PgBouncer: select 1.'),
  server_fast_close: z
    .boolean()
    .optional()
    .describe('In session mode, close after a change without waiting for the client.'),
  server_reset_query: singleLine
    .max(1000)
    .optional()
    .describe('SQL between two clients in session mode; PgBouncer: DISCARD ALL.'),
  server_reset_query_always: z
    .boolean()
    .optional()
    .describe('Run it in the other modes too; PgBouncer: false.'),
  server_round_robin: z
    .boolean()
    .optional()
    .describe('Use the longest idle server connection first; PgBouncer: false.'),
  query_timeout: seconds
    .optional()
    .describe('A query that takes longer loses its connection; PgBouncer: 0.'),
  query_wait_timeout: z
    .number()
    .min(1)
    .max(3600)
    .optional()
    .describe('Longest wait of a query for a server connection; default: what rto stands for.'),
  cancel_wait_timeout: seconds
    .optional()
    .describe('Longest wait of a cancel request for a server connection; PgBouncer: 10.'),
  client_idle_timeout: seconds
    .optional()
    .describe('A client silent for longer is disconnected; PgBouncer: 0.'),
  client_login_timeout: seconds
    .min(1)
    .optional()
    .describe('Time a client has to log in; PgBouncer: 60.'),
  idle_transaction_timeout: seconds
    .optional()
    .describe('A transaction idle for longer is ended; PgBouncer: 0.'),
  ignore_startup_parameters: parameterNames
    .default(['extra_float_digits'])
    .describe('Parameters a driver may send at connect, to be ignored.'),
  track_extra_parameters: parameterNames
    .min(1)
    .optional()
    .describe('Parameters the server reports that follow a client; PgBouncer: IntervalStyle.'),
  application_name_add_host: z
    .boolean()
    .optional()
    .describe("Add the client's address to application_name; PgBouncer: false."),
  disable_pqexec: z
    .boolean()
    .optional()
    .describe('Refuse the simple query protocol; PgBouncer: false.'),
  admin_users: z
    .array(sqlName)
    .min(1)
    .optional()
    .describe('Logins that may give orders on the console, the database pgbouncer.'),
  stats_users: z
    .array(sqlName)
    .min(1)
    .optional()
    .describe('Logins that may use SHOW on the console.'),
  log_connections: z
    .boolean()
    .default(false)
    .describe('Log each login; the liveness probe is among them.'),
  log_disconnections: z.boolean().default(false).describe('Log each end of a connection.'),
  log_pooler_errors: z
    .boolean()
    .optional()
    .describe('Log errors sent to clients; PgBouncer: true.'),
  log_stats: z.boolean().optional().describe('Log totals each period; PgBouncer: true.'),
  stats_period: z.int().min(1).max(86400).optional().describe('Period of totals; PgBouncer: 60.'),
  verbose: z.int().min(0).max(3).optional().describe('More detail in the log; PgBouncer: 0.'),
  dns_max_ttl: seconds.default(5).describe('Longest time the address of HAProxy is kept.'),
  dns_nxdomain_ttl: seconds.default(1).describe('The same for a name that is not there.'),
  tcp_keepalive: z.boolean().default(true).describe('Find dead connections by TCP keepalive.'),
  tcp_keepidle: z.int().min(1).max(32767).default(30).describe('Silence before the first probe.'),
  tcp_keepintvl: z.int().min(1).max(32767).default(10).describe('Between two probes.'),
  tcp_keepcnt: z.int().min(1).max(127).default(3).describe('Lost probes that end a connection.'),
  tcp_user_timeout: z
    .int()
    .min(0)
    .max(3600000)
    .default(10000)
    .describe('Milliseconds that sent data may stay unanswered.'),
  tcp_defer_accept: z
    .int()
    .min(0)
    .max(3600)
    .optional()
    .describe('Accept a client only when it has sent something, within this time.'),
  tcp_socket_buffer: z
    .int()
    .min(0)
    .max(16777216)
    .optional()
    .describe('Bytes of the socket buffers; PgBouncer: as the kernel does.'),
  listen_backlog: z
    .int()
    .min(16)
    .max(65535)
    .optional()
    .describe('Connections that may wait to be accepted; PgBouncer: 128.'),
  pkt_buf: z
    .int()
    .min(512)
    .max(1048576)
    .optional()
    .describe('Bytes of the buffer of a connection; PgBouncer: 4096.'),
  max_packet_size: z
    .int()
    .min(65536)
    .max(2147483647)
    .optional()
    .describe('Bytes of the longest message; PgBouncer: 2147483647.'),
  sbuf_loopcnt: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('Buffers of one connection handled in a row; PgBouncer: 5.'),
});
