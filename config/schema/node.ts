import { z } from '../../src/core/zod.js';
import { memberTagsSchema } from './member-tags.js';
import { byteSize, dnsLabel, singleLine } from './primitives.js';
import { placementSchema } from './tiers.js';

/** A Swarm node that carries one member, and one etcd unless said otherwise. */
export const nodeSchema = z.strictObject({
  name: dnsLabel(30).describe('Names everything that belongs to this node.'),
  hostname: singleLine.min(1).optional().describe('Swarm host name, if it is not the name.'),
  memory: byteSize.describe('RAM of the host.'),
  cpus: z.number().min(0.5).max(1024).describe('CPUs of the host.'),
  storage: z.enum(['ssd', 'hdd']).default('ssd').describe('Kind of disk under the data volume.'),
  disk: byteSize.default('100GB').describe('Size of the disk under the data volume.'),
  etcd: z.boolean().optional().describe('Carries an etcd member. Default true with 1 or 3 nodes.'),
  placement: placementSchema
    .default([])
    .describe('Further constraints of its member and etcd, such as a label of the host.'),
  tags: memberTagsSchema.prefault({}).describe('Patroni tags of this member.'),
});

export type NodeConfig = z.output<typeof nodeSchema>;
