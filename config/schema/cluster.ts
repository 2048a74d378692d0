import { z } from '../../src/core/zod.js';
import { baseReference } from './base-reference.js';
import { approvalSchema } from './approval.js';
import { databaseSchema } from './database.js';
import { etcdSchema } from './etcd.js';
import { haproxySchema } from './haproxy.js';
import { nodeSchema } from './node.js';
import { availabilitySchema, patroniSchema } from './patroni.js';
import { postgresqlSchema } from './postgresql.js';
import { pgbouncerSchema } from './pgbouncer.js';
import { dnsLabel, singleLine } from './primitives.js';
import { roleSchema } from './role.js';
import { swarmSchema, terraformSchema } from './swarm.js';

const imageReference = singleLine.regex(
  /^[^\s@]+@sha256:[0-9a-f]{64}$/,
  'an image by digest: repo:tag@sha256:…',
);

const image = (tier: string) =>
  imageReference.optional().describe(`Image of ${tier}, in place of the one in the image lock.`);

/** Everything a user may write about one cluster. Strict: an unknown key is an error. */
export const clusterSchema = z.strictObject({
  format: z.literal(1).describe('Version of the keys of this file.'),
  scope: dnsLabel(24).describe('Name of the cluster: stack id, prefix of every Swarm object.'),
  protect: z.boolean().default(true).describe('Refuse to destroy members and networks.'),
  terraform: terraformSchema.prefault({}).describe('What Terraform is told.'),
  swarm: swarmSchema.prefault({}).describe('The Docker Swarm it runs on.'),
  nodes: z.array(nodeSchema).min(1).max(50).describe('Swarm nodes that carry a member.'),
  availability: availabilitySchema
    .prefault({})
    .describe('What a failure may cost; timers and replication follow from it.'),
  images: z
    .strictObject({
      etcd: image('etcd'),
      patroni: image('Patroni with PostgreSQL, and of the reconciler'),
      haproxy: image('HAProxy'),
      pgbouncer: image('PgBouncer'),
      agent: image('jobs'),
    })
    .prefault({})
    .describe('Overrides of single entries of the image lock.'),
  etcd: etcdSchema.prefault({}).describe('Settings of etcd, spelt as there.'),
  patroni: patroniSchema.prefault({}).describe('Settings of Patroni.'),
  postgresql: postgresqlSchema.prefault({}).describe('PostgreSQL: version, parameters, access.'),
  haproxy: haproxySchema.prefault({}).describe('The proxy in front of the members.'),
  pgbouncer: pgbouncerSchema.prefault({}).describe('The connection pools.'),
  databases: z
    .array(databaseSchema)
    .max(1000)
    .default([])
    .describe('Databases that exist, each with its owner and its pools.'),
  roles: z
    .array(roleSchema)
    .max(1000)
    .default([])
    .describe('Roles besides the owners, or more about an owner.'),
  drift: z
    .enum(['report', 'correct'])
    .default('report')
    .describe(
      'What becomes of settings that somebody changed by patronictl edit-config or ALTER SYSTEM: shown, or taken back.',
    ),
  approve: z
    .array(approvalSchema)
    .max(100)
    .default([])
    .describe('Findings of a plan that may pass although they destroy, remake or lose something.'),
});

/** The same as a file says it: on top of another one. */
export const clusterFileSchema = z.strictObject({
  extends: baseReference.optional(),
  ...clusterSchema.shape,
});

export type ClusterInput = z.input<typeof clusterSchema>;
export type ClusterConfig = z.output<typeof clusterSchema>;
