import { z } from 'zod';
import { port } from './primitives.js';

export const pgbouncerSchema = z.strictObject({
  port: port.default(6432).describe('Host port of the pools.'),
  pool_mode: z.enum(['transaction', 'session']).default('transaction'),
  max_client_conn: z.int().min(10).max(100000).default(2000),
  default_pool_size: z.int().min(1).max(10000).optional().describe('Default: shared by budget.'),
  max_prepared_statements: z.int().min(0).max(10000).default(200),
  query_wait_timeout: z.int().min(1).max(3600).default(30).describe('Seconds.'),
});
