import { z } from '../../src/core/zod.js';
import { hbaSchema, identSchema } from './access.js';
import { initdbSchema } from './initdb.js';
import { singleLine } from './primitives.js';

const parameterValue = z.union([singleLine, z.number(), z.boolean()]);

export const postgresqlSchema = z.strictObject({
  version: z.literal([14, 15, 16, 17, 18]).default(17).describe('Major version of PostgreSQL.'),
  workload: z
    .enum(['oltp', 'mixed', 'analytics', 'vector'])
    .default('mixed')
    .describe('Kind of queries; parameters are tuned for it.'),
  parameters: z
    .record(
      z.string().regex(/^[a-z_][a-z0-9_.]*$/, 'a parameter name in lower case'),
      parameterValue,
    )
    .default({})
    .describe('Any parameter; wins over the tuned value.'),
  pg_hba: hbaSchema,
  pg_ident: identSchema,
  initdb: initdbSchema.prefault({}).describe('Options of initdb, for a cluster that is born.'),
});
