import { z } from '../../src/core/zod.js';
import { logDriverSchema } from './log-driver.js';
import { singleLine, sizeFrom } from './primitives.js';

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

/** Limits of one task; `least` is what its programs need before they have any work. */
const resources = (least: string) =>
  z
    .strictObject({
      memory: sizeFrom(least, '1TB')
        .optional()
        .describe('Limit of its memory; default: a share of the smallest node.'),
      cpus: z
        .number()
        .min(0.1)
        .max(1024)
        .optional()
        .describe('Limit of its CPUs; default: what its threads can use.'),
    })
    .prefault({})
    .describe('Limits of one task; what it may use comes off the memory of the member beside it.');

/** Members are bound to their node, and get what the other tiers leave of it. */
const patroniTierSchema = z.strictObject({ log });

/** Bound to its node as well; `nodes[].placement` adds to that. */
const etcdTierSchema = z.strictObject({ log, resources: resources('256MB') });

const movableTierSchema = (leastMemory: string) =>
  z.strictObject({
    log,
    resources: resources(leastMemory),
    placement: placementSchema.default([]).describe('Constraints of the nodes its tasks run on.'),
  });

/** What the Swarm is told about the tasks of single tiers. */
export const tiersSchema = z.strictObject({
  etcd: etcdTierSchema.prefault({}).describe('Tasks of etcd.'),
  patroni: patroniTierSchema.prefault({}).describe('Tasks of Patroni with PostgreSQL.'),
  haproxy: movableTierSchema('128MB').prefault({}).describe('Tasks of HAProxy.'),
  pgbouncer: movableTierSchema('96MB').prefault({}).describe('Tasks of PgBouncer.'),
  reconciler: movableTierSchema('160MB').prefault({}).describe('The task of the reconciler.'),
});
