import { z } from '../../src/core/zod.js';
import { logDriverSchema } from './log-driver.js';
import { singleLine } from './primitives.js';
import { tiersSchema } from './tiers.js';

const cidr = z.cidrv4('a subnet such as 10.88.0.0/24');

export const swarmSchema = z.strictObject({
  lab: z
    .boolean()
    .default(false)
    .describe('Runs on the hosts of `lab up`; image lock and secrets file lie under .lab/.'),
  managers: z
    .array(
      singleLine.regex(
        /^(ssh|tcp|unix|npipe|context):\/\/.+/,
        'a Docker endpoint such as ssh://deploy@pg-node-1',
      ),
    )
    .default([])
    .describe('Docker endpoints of Swarm managers; the first that answers is used.'),
  networks: z
    .strictObject({
      data: cidr.default('10.88.0.0/24').describe('Subnet of the overlay for clients and members.'),
      dcs: cidr.default('10.88.1.0/24').describe('Subnet of the overlay for etcd.'),
    })
    .prefault({})
    .describe('Subnets of the two overlay networks.'),
  log: logDriverSchema
    .optional()
    .describe('Log driver of all tasks; default: json-file, 5 files of 20 MB each.'),
  tiers: tiersSchema.prefault({}).describe('Log, limits and placement of single tiers.'),
});

export const terraformSchema = z.strictObject({
  backend: z
    .partialRecord(
      z.enum(['local', 's3', 'http', 'pg', 'gcs', 'azurerm']),
      z.record(singleLine, z.union([singleLine, z.number(), z.boolean()])),
    )
    .optional()
    .describe('One backend with its keys as in Terraform; credentials only by environment.'),
});
