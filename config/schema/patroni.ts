import { z } from 'zod';

/** Timing and replication of Patroni's HA loop. Whole seconds; the keys are Patroni's own. */
export const dcsSchema = z.strictObject({
  ttl: z.int().min(20).max(3600).optional().describe('Life of the leader lock.'),
  loop_wait: z.int().min(1).max(600).optional().describe('Pause between two runs of the HA loop.'),
  retry_timeout: z
    .int()
    .min(3)
    .max(600)
    .optional()
    .describe('Retry time before the leader steps down.'),
  primary_start_timeout: z
    .int()
    .min(0)
    .max(3600)
    .optional()
    .describe('Crash recovery before failover.'),
  primary_stop_timeout: z.int().min(0).max(3600).default(30).describe('Stop of a demoted primary.'),
  maximum_lag_on_failover: z.int().min(0).optional().describe('Bytes a candidate may lack.'),
  synchronous_mode: z.union([z.boolean(), z.literal('quorum')]).optional(),
  synchronous_mode_strict: z.boolean().default(false).describe('Block writes without a standby.'),
  synchronous_node_count: z.int().min(1).max(20).default(1),
  failsafe_mode: z.boolean().default(true).describe('Primary goes on while all members answer it.'),
  member_slots_ttl: z
    .string()
    .regex(/^\d+(s|min|h|d)$/, 'a time such as 24h')
    .default('24h'),
});

export const patroniSchema = z.strictObject({
  dcs: dcsSchema.prefault({}).describe('Overrides of what `availability` derives.'),
  log_level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR']).default('INFO'),
});

export const availabilitySchema = z.strictObject({
  rto: z.enum(['fast', 'normal', 'safe', 'wide']).default('normal').describe('Time to fail over.'),
  rpo: z
    .union([
      z.literal('zero'),
      z.string().regex(/^\d+\s*(B|kB|MB|GB)$/, 'a size of WAL such as 16MB'),
    ])
    .default('zero')
    .describe('Rows that may be lost: zero, or WAL bytes.'),
});
