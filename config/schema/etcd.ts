import { z } from 'zod';
import { byteSize } from './primitives.js';

/** The keys are those of etcd's configuration file; times are milliseconds there too. */
export const etcdSchema = z.strictObject({
  'heartbeat-interval': z.int().min(10).max(5000).default(100).describe('Milliseconds.'),
  'election-timeout': z.int().min(50).max(50000).default(1000).describe('Milliseconds.'),
  'quota-backend-bytes': byteSize.default('4GB').describe('Size of the store that stops writes.'),
  'auto-compaction-retention': z
    .string()
    .regex(/^\d+(h|m)$/, 'hours or minutes such as 1h')
    .default('1h'),
  'snapshot-count': z.int().min(1000).max(1000000).default(10000),
  'log-level': z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
