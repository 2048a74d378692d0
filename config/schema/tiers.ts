import { z } from '../../src/core/zod.js';
import { logDriverSchema } from './log-driver.js';
import { singleLine } from './primitives.js';

const NODE_KEY = String.raw`node\.(id|hostname|role|platform\.(os|arch)|labels\.[\w.-]+)`;

/** Swarm's own form; a constraint that no node fulfils leaves tasks pending. */
export const placementSchema = z
  .array(
    singleLine
      .max(200)
      .regex(
        new RegExp(String.raw`^(${NODE_KEY}|engine\.labels\.[\w.-]+)\s*(==|!=)\s*[\w.*+-]+$`),
        'a constraint such as node.labels.disk == nvme',
      ),
  )
  .max(20);

const log = logDriverSchema
  .optional()
  .describe('Log driver of these tasks, in place of swarm.log.');

/** Members are bound to their node; `nodes[].placement` adds to that. */
const memberTierSchema = z.strictObject({ log });

const movableTierSchema = z.strictObject({
  log,
  placement: placementSchema.default([]).describe('Constraints of the nodes its tasks run on.'),
});

/** What the Swarm is told about the tasks of single tiers. */
export const tiersSchema = z.strictObject({
  etcd: memberTierSchema.prefault({}).describe('Tasks of etcd.'),
  patroni: memberTierSchema.prefault({}).describe('Tasks of Patroni with PostgreSQL.'),
  haproxy: movableTierSchema.prefault({}).describe('Tasks of HAProxy.'),
  pgbouncer: movableTierSchema.prefault({}).describe('Tasks of PgBouncer.'),
  reconciler: movableTierSchema.prefault({}).describe('The task of the reconciler.'),
});
