import { z } from '../../src/core/zod.js';
import { sizeFrom } from './primitives.js';

const DURATION_OR_COUNT = /^[1-9]\d{0,8}(h|m)?$/;

/**
 * What etcd's file may say besides addresses and identity, spelt as there; each key that has a value
 * is written. etcd ignores an unknown key without a word, so each was looked up in `embed/config.go`
 * of the pinned release. `experimental-` is part of the name up to 3.5.
 *
 * @see https://github.com/etcd-io/etcd/blob/v3.5.16/server/embed/config.go
 */
export const etcdSchema = z.strictObject({
  'heartbeat-interval': z
    .int()
    .min(10)
    .max(5000)
    .default(100)
    .describe('Milliseconds between two signs of life of the Raft leader.'),
  'election-timeout': z
    .int()
    .min(50)
    .max(50000)
    .default(1000)
    .describe('Milliseconds without a sign of life before an election.'),
  'quota-backend-bytes': sizeFrom('64MB', '8GB')
    .default('4GB')
    .describe('Size of the store that stops writes.'),
  'auto-compaction-mode': z
    .enum(['periodic', 'revision'])
    .default('periodic')
    .describe('Forget old revisions by age, or by their number.'),
  'auto-compaction-retention': z
    .string()
    .regex(DURATION_OR_COUNT, "a time such as 1h, or '1000' revisions")
    .default('1h')
    .describe('What is kept: a time in mode periodic, a quoted number in mode revision.'),
  'snapshot-count': z
    .int()
    .min(1000)
    .max(1000000)
    .default(10000)
    .describe('Transactions after which a snapshot is written.'),
  'max-snapshots': z.int().min(1).max(100).optional().describe('Snapshot files kept; etcd: 5.'),
  'max-wals': z.int().min(1).max(100).optional().describe('WAL files kept; etcd: 5.'),
  'max-request-bytes': sizeFrom('64kB', '10MB')
    .optional()
    .describe('Longest request etcd takes; etcd: 1536kB.'),
  'max-txn-ops': z
    .int()
    .min(16)
    .max(10000)
    .optional()
    .describe('Operations one transaction may have; etcd: 128.'),
  'max-concurrent-streams': z
    .int()
    .min(100)
    .max(4294967295)
    .optional()
    .describe('Streams each client may have open at a time; etcd: no limit.'),
  'backend-batch-limit': z
    .int()
    .min(1)
    .max(1000000)
    .optional()
    .describe('Operations before the store is committed; etcd: 10000.'),
  'backend-bbolt-freelist-type': z
    .enum(['array', 'map'])
    .optional()
    .describe('How free pages of the store are kept; etcd: map.'),
  'initial-cluster-token': z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9._-]+$/, 'letters, digits, dots, dashes and underscores')
    .optional()
    .describe('Tells clusters apart when they are born; default: the scope and -dcs.'),
  'initial-election-tick-advance': z
    .boolean()
    .optional()
    .describe('A starting member cuts its first wait short; etcd: true.'),
  'pre-vote': z
    .boolean()
    .optional()
    .describe('Ask before an election whether it could be won; etcd: true.'),
  'strict-reconfig-check': z
    .boolean()
    .default(true)
    .describe('Refuse a change of members that would lose the quorum.'),
  'experimental-initial-corrupt-check': z
    .boolean()
    .optional()
    .describe('Compare the data with the other members before serving; etcd: false.'),
  'experimental-compact-hash-check-enabled': z
    .boolean()
    .optional()
    .describe('The leader compares hashes of compacted revisions; etcd: false.'),
  'experimental-compaction-batch-limit': z
    .int()
    .min(10)
    .max(100000)
    .optional()
    .describe('Revisions deleted in one batch of a compaction; etcd: 1000.'),
  'experimental-bootstrap-defrag-threshold-megabytes': z
    .int()
    .min(1)
    .max(8192)
    .optional()
    .describe('Free megabytes at which the store is defragmented at the start; etcd: never.'),
  metrics: z.enum(['basic', 'extensive']).optional().describe('Detail of metrics; etcd: basic.'),
  'log-level': z
    .enum(['debug', 'info', 'warn', 'error', 'panic', 'fatal'])
    .default('info')
    .describe('Lines of less weight are not logged.'),
});
