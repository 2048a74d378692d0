import { z } from '../../src/core/zod.js';
import { absoluteCommand, singleLine } from './primitives.js';

const methodName = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores');

/** What Patroni passes by itself, or reads instead of passing it. */
const OWN = 'command|keep_data|no_params|no_leader|scope|role|datadir|connstring';

/**
 * How a new member gets its data.
 *
 * @see https://patroni.readthedocs.io/en/latest/replica_bootstrap.html#building-replicas
 */
const replicaMethodSchema = z.strictObject({
  command: absoluteCommand.describe(
    'Program that fills the data directory; it ends with 0 if it did.',
  ),
  keep_data: z.boolean().optional().describe('Do not empty the data directory before it runs.'),
  no_params: z
    .boolean()
    .optional()
    .describe('Pass `params` alone, without scope, role, datadir and connstring.'),
  no_leader: z.boolean().optional().describe('It can run while no member is there to copy from.'),
  params: z
    .record(
      z.string().regex(new RegExp(`^(?!(${OWN})$)[a-z][a-z0-9_-]*$`), 'an option of the program'),
      z.union([singleLine.min(1), z.number(), z.boolean()]),
    )
    .default({})
    .describe('Passed to the program as --NAME=VALUE.'),
});

export const replicaMethods = {
  create_replica_methods: z
    .array(methodName)
    .min(1)
    .max(20)
    .default(['basebackup'])
    .describe(
      'How a new member gets its data; the first that succeeds. Others than basebackup are defined in replica_methods.',
    ),
  replica_methods: z
    .record(methodName, replicaMethodSchema)
    .default({})
    .describe('Methods of your own, by name; in patroni.yml they stand as keys of postgresql.'),
};
