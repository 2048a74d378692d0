import { z } from '../../src/core/zod.js';
import { sqlName } from './primitives.js';

const slotName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9_]+$/, 'lower-case letters, digits and underscores');

const slotType = z.enum(['physical', 'logical']);

const parts = {
  database: sqlName.optional().describe('Database of a logical slot.'),
  plugin: z
    .string()
    .regex(/^[a-z0-9_-]+$/, 'an output plugin such as pgoutput')
    .optional()
    .describe('Output plugin of a logical slot.'),
};

/** Slots that Patroni keeps over a failover, by name. */
export const slotsSchema = z
  .record(
    slotName,
    z.strictObject({
      type: slotType.default('physical').describe('For a standby, or for changes of one database.'),
      ...parts,
    }),
  )
  .default({})
  .describe('Replication slots that outlive a failover.');

/** Slots that others make and Patroni must not drop. */
export const ignoreSlotsSchema = z
  .array(
    z.strictObject({
      name: slotName.optional().describe('Name of the slot.'),
      type: slotType.optional().describe('Kind of the slot.'),
      ...parts,
    }),
  )
  .max(100)
  .default([])
  .describe('Slots that match one of these are left alone.');
