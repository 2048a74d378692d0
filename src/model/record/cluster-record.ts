import { z } from '../../core/zod.js';
import { RECORD_FORMAT } from './record-format.js';

/** One part of a sum of seconds, and the key of the cluster file that decides it if there is one. */
const termSchema = z.object({ what: z.string(), seconds: z.number(), key: z.string().optional() });

/** Who decided a value: the file under `key`, a formula, a reason of ours, or other keys. */
const settingSchema = z.object({
  home: z.enum(['cluster-wide', 'haproxy', 'pgbouncer']),
  by: z.enum(['user', 'tuned', 'mandatory', 'derived']),
  /** Key path of the cluster file that sets it, or would. */
  key: z.string(),
  /** Formula with its numbers, or reason. */
  because: z.string().optional(),
  /** Inputs and settings it is worked out from; `[]` stands for every entry of a list. */
  from: z.array(z.string()).optional(),
});

/**
 * What the output `patroni_swarm_<scope>` of a stack holds: enough to explain a plan without the
 * cluster file. Nothing confidential. Terraform puts the old and the new one into every plan.
 *
 * Loose, so that a later release may add to it within one format.
 */
export const clusterRecordSchema = z.object({
  format: z.literal(RECORD_FORMAT),
  toolVersion: z.string(),
  scope: z.string(),
  postgresVersion: z.number(),
  replication: z.enum(['synchronous', 'quorum', 'asynchronous']),
  /** Sorted by name; `nodes` holds names of the cluster file, none if a task may run anywhere. */
  services: z.array(
    z.object({
      name: z.string(),
      tier: z.enum(['etcd', 'patroni', 'haproxy', 'pgbouncer', 'reconciler']),
      nodes: z.array(z.string()),
    }),
  ),
  timing: z.object({
    /** What one planned handover takes as a rule, and what it may take. */
    handover: z.array(termSchema),
    handoverAtMost: z.array(termSchema),
    /** What a restart of PostgreSQL in place takes as a rule. */
    restart: z.array(termSchema),
    /** PgBouncer's `query_wait_timeout`: a query that waits longer for a server fails. */
    poolWaitSeconds: z.number(),
  }),
  /** What of the file decides other values, by key path: `nodes[pg-node-1].memory` is `32GB`. */
  inputs: z.record(z.string(), z.string()),
  /** By key path as in the cluster file; a setting that is not listed is the file's own. */
  settings: z.record(z.string(), settingSchema),
});

export type ClusterRecord = z.output<typeof clusterRecordSchema>;
export type RecordedSetting = z.output<typeof settingSchema>;
export type RecordedService = ClusterRecord['services'][number];
export type ServiceTier = RecordedService['tier'];
export type TimeTerm = z.output<typeof termSchema>;
