import { z } from '../../src/core/zod.js';
import { poolerSettingsSchema } from './pgbouncer-settings.js';
import { port, singleLine, sqlName } from './primitives.js';

const poolMode = z.enum(['transaction', 'session', 'statement']);
const connections = z.int().min(1).max(100000);
const seconds = z.number().min(0).max(604800);
const reservePoolSize = z
  .int()
  .min(0)
  .max(10000)
  .optional()
  .describe('Further server connections for a pool whose clients wait.');

/**
 * What one login may do, whichever database it uses.
 *
 * @see https://www.pgbouncer.org/config.html (Section [users])
 */
const poolUserSchema = z.strictObject({
  name: sqlName.describe('A login role; its password comes from the database as for others.'),
  pool_mode: poolMode.optional().describe('In place of the mode of the database.'),
  pool_size: connections.optional().describe('Server connections of each of its pools.'),
  reserve_pool_size: reservePoolSize,
  max_user_connections: connections.optional().describe('Server connections of all its pools.'),
  max_user_client_connections: connections.optional().describe('Clients it may connect.'),
  query_timeout: seconds.optional().describe('Seconds a query may take; 0: no limit.'),
  idle_transaction_timeout: seconds
    .optional()
    .describe('Seconds a transaction may stand idle; 0: no limit.'),
  client_idle_timeout: seconds.optional().describe('Seconds a client may be silent; 0: no limit.'),
});

export const pgbouncerSchema = z.strictObject({
  port: port.default(6432).describe('Host port of the pools.'),
  pool_mode: poolMode
    .default('transaction')
    .describe('When a server connection goes back: after a transaction, session or statement.'),
  max_client_conn: z
    .int()
    .min(10)
    .max(100000)
    .default(2000)
    .describe('Client connections of one PgBouncer.'),
  default_pool_size: z
    .int()
    .min(1)
    .max(10000)
    .optional()
    .describe(
      'Server connections of a pool; default: what the live max_connections allows, shared evenly.',
    ),
  max_db_connections: connections
    .optional()
    .describe('Server connections of a database; default: pool size and reserve.'),
  users: z.array(poolUserSchema).max(1000).default([]).describe('Limits of single logins.'),
  ...poolerSettingsSchema.shape,
});

/** Of one database; `pool_size` stands beside its name. */
export const databasePoolSchema = z.strictObject({
  pool_mode: poolMode.optional().describe('In place of pgbouncer.pool_mode.'),
  min_pool_size: z
    .int()
    .min(0)
    .max(10000)
    .optional()
    .describe('Server connections kept open while a client is there.'),
  reserve_pool_size: reservePoolSize,
  max_db_connections: connections
    .optional()
    .describe('Server connections of all its pools; default: pool size and reserve.'),
  max_db_client_connections: connections.optional().describe('Clients that may connect to it.'),
  server_lifetime: seconds
    .optional()
    .describe('Seconds after which an unused server connection is closed; 0: after one use.'),
  connect_query: singleLine
    .min(1)
    .max(1000)
    .optional()
    .describe('SQL run on each new server connection; its errors are only logged.'),
});
