import { z } from 'zod';
import { byteSize, port } from './primitives.js';

export const haproxySchema = z.strictObject({
  write_port: port.default(5432).describe('Host port that leads to the primary.'),
  read_port: port.default(5433).describe('Host port that leads to replicas.'),
  stats_port: port.default(8404).describe('Host port of statistics and metrics.'),
  maxconn: z.int().min(10).max(100000).default(2000),
  read_max_lag: byteSize.default('100MB').describe('A replica further behind takes no reads.'),
});

export const pgbouncerSchema = z.strictObject({
  port: port.default(6432).describe('Host port of the pools.'),
  pool_mode: z.enum(['transaction', 'session']).default('transaction'),
  max_client_conn: z.int().min(10).max(100000).default(2000),
  default_pool_size: z.int().min(1).max(10000).optional().describe('Default: shared by budget.'),
  max_prepared_statements: z.int().min(0).max(10000).default(200),
  query_wait_timeout: z.int().min(1).max(3600).default(30).describe('Seconds.'),
});
