import { z } from '../../src/core/zod.js';
import { ignoreSlotsSchema, slotsSchema } from './patroni-slots.js';
import { absoluteCommand, singleLine } from './primitives.js';
import { replicaMethods } from './replica-methods.js';

/** One terabyte: more WAL than any disk of a member should keep. */
const MOST_LAG = 1024 ** 4;

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
  maximum_lag_on_failover: z
    .int()
    .min(0)
    .max(MOST_LAG)
    .optional()
    .describe('Bytes of WAL a candidate may lack.'),
  synchronous_mode: z
    .union([z.boolean(), z.literal('quorum')])
    .optional()
    .describe('A commit waits for a standby, or for enough of several.'),
  synchronous_mode_strict: z.boolean().default(false).describe('Block writes without a standby.'),
  synchronous_node_count: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('Standbys a commit waits for in sync mode.'),
  failsafe_mode: z.boolean().default(true).describe('Primary goes on while all members answer it.'),
  member_slots_ttl: z
    .string()
    .regex(/^\d+(s|min|h|d)$/, 'a time such as 24h')
    .default('24h')
    .describe('How long the slot of a member that is gone keeps its WAL.'),
  check_timeline: z
    .boolean()
    .default(true)
    .describe('Only a member on the newest timeline may become leader.'),
  maximum_lag_on_syncnode: z
    .int()
    .min(-1)
    .max(MOST_LAG)
    .optional()
    .describe('Bytes behind which a sync standby is replaced; default -1, never.'),
  max_timelines_history: z
    .int()
    .min(0)
    .max(100000)
    .optional()
    .describe('Timelines kept in the DCS; default 0, all.'),
  slots: slotsSchema,
  ignore_slots: ignoreSlotsSchema,
});

const callback = (event: string) => absoluteCommand.optional().describe(`Runs when ${event}.`);

const logLevel = z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);

/** Log of Patroni. It always goes to standard error: the container log is the only log. */
const logSchema = z.strictObject({
  level: logLevel.default('INFO').describe('Least important message that is written.'),
  traceback_level: z.enum(['DEBUG', 'ERROR']).default('ERROR').describe('Level with tracebacks.'),
  type: z.enum(['plain', 'json']).default('plain').describe('Form of a line.'),
  format: singleLine.min(1).optional().describe('Python format of a line.'),
  dateformat: singleLine.min(1).optional().describe('Python format of the time.'),
  max_queue_size: z.int().min(1).max(100000).optional().describe('Lines that wait; default 1000.'),
  deduplicate_heartbeat_logs: z
    .boolean()
    .optional()
    .describe('Repeat no heartbeat line. From Patroni 4.1 on.'),
  loggers: z
    .record(
      z.string().regex(/^[a-zA-Z0-9_.]+$/, 'a Python module such as patroni.postmaster'),
      logLevel,
    )
    .default({})
    .describe('Level by Python module.'),
});

const restapiSchema = z.strictObject({
  request_queue_size: z.int().min(1).max(4096).default(50).describe('Connections that may wait.'),
  thread_pool_size: z
    .int()
    .min(5)
    .max(1000)
    .optional()
    .describe('Requests answered at once. From Patroni 4.1 on.'),
});

const localPostgresqlSchema = z.strictObject({
  ...replicaMethods,
  basebackup: z
    .strictObject({
      checkpoint: z
        .enum(['fast', 'spread'])
        .default('fast')
        .describe('Checkpoint before the copy.'),
      'max-rate': singleLine
        .regex(/^\d{1,7}[kM]?$/, 'kilobytes a second, or with k or M such as 100M')
        .optional()
        .describe('Limit of the copy a second, 32k to 1024M.'),
    })
    .prefault({})
    .describe('Options of pg_basebackup, which makes new replicas.'),
  callbacks: z
    .strictObject({
      on_reload: callback('the configuration was read again'),
      on_restart: callback('PostgreSQL was restarted'),
      on_role_change: callback('the member was promoted or demoted'),
      on_start: callback('PostgreSQL was started'),
      on_stop: callback('PostgreSQL was stopped'),
    })
    .prefault({})
    .describe('Programs to run instead of ours, which writes a line to the log.'),
  pg_ctl_timeout: z.int().min(1).max(3600).optional().describe('Seconds for pg_ctl; default 60.'),
  pre_promote: absoluteCommand.optional().describe('Runs before a promotion, and can prevent it.'),
  before_stop: absoluteCommand.optional().describe('Runs before PostgreSQL is stopped.'),
  remove_data_directory_on_rewind_failure: z
    .boolean()
    .default(true)
    .describe('Copy the member anew if pg_rewind fails.'),
  remove_data_directory_on_diverged_timelines: z
    .boolean()
    .default(false)
    .describe('Copy the member anew if its timeline left the leader.'),
});

export const patroniSchema = z.strictObject({
  dcs: dcsSchema.prefault({}).describe('Overrides of what `availability` derives.'),
  log: logSchema.prefault({}).describe('Log of Patroni.'),
  restapi: restapiSchema.prefault({}).describe('REST API of every member.'),
  postgresql: localPostgresqlSchema.prefault({}).describe('How Patroni runs PostgreSQL.'),
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
