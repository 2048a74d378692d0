import { z } from 'zod';
import { baseReference } from './base-reference.js';
import { etcdSchema } from './etcd.js';
import { haproxySchema } from './haproxy.js';
import { nodeSchema } from './node.js';
import { availabilitySchema, patroniSchema } from './patroni.js';
import { databaseSchema, postgresqlSchema } from './postgresql.js';
import { pgbouncerSchema } from './pgbouncer.js';
import { dnsLabel, singleLine } from './primitives.js';
import { swarmSchema, terraformSchema } from './swarm.js';

const imageReference = singleLine.regex(
  /^[^\s@]+@sha256:[0-9a-f]{64}$/,
  'an image by digest: repo:tag@sha256:…',
);

/** Everything a user may write about one cluster. Strict: an unknown key is an error. */
export const clusterSchema = z.strictObject({
  format: z.literal(1).describe('Version of the keys of this file.'),
  scope: dnsLabel(24).describe('Name of the cluster: stack id, prefix of every Swarm object.'),
  protect: z.boolean().default(true).describe('Refuse to destroy members and networks.'),
  terraform: terraformSchema.prefault({}),
  swarm: swarmSchema.prefault({}),
  nodes: z.array(nodeSchema).min(1).max(50).describe('Swarm nodes that carry a member.'),
  availability: availabilitySchema.prefault({}),
  images: z
    .strictObject({
      etcd: imageReference.optional(),
      patroni: imageReference.optional(),
      haproxy: imageReference.optional(),
      pgbouncer: imageReference.optional(),
      agent: imageReference.optional(),
    })
    .prefault({})
    .describe('Overrides of single entries of the image lock.'),
  etcd: etcdSchema.prefault({}),
  patroni: patroniSchema.prefault({}),
  postgresql: postgresqlSchema.prefault({}),
  haproxy: haproxySchema.prefault({}),
  pgbouncer: pgbouncerSchema.prefault({}),
  databases: z.array(databaseSchema).default([]),
});

/** The same as a file says it: on top of another one. */
export const clusterFileSchema = z.strictObject({
  extends: baseReference.optional(),
  ...clusterSchema.shape,
});

export type ClusterInput = z.input<typeof clusterSchema>;
export type ClusterConfig = z.output<typeof clusterSchema>;
