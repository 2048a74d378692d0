import { z } from '../../src/core/zod.js';
import { hbaSchema, identSchema } from './access.js';
import { initdbSchema } from './initdb.js';
import { databasePoolSchema } from './pgbouncer.js';
import { singleLine, sqlName } from './primitives.js';
import { sessionParameters } from './role.js';

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

export const databaseSchema = z.strictObject({
  name: sqlName.describe('Created by the reconciler, never dropped.'),
  owner: sqlName.describe('Login role that owns it; created if missing.'),
  extensions: z
    .array(z.string().regex(/^[a-z0-9_-]+$/, 'an extension name in lower case'))
    .max(100)
    .default([])
    .describe('Extensions installed in it, never dropped.'),
  connection_limit: z
    .int()
    .min(1)
    .max(100000)
    .optional()
    .describe('Sessions it may have on one member, pools included; default: no limit.'),
  parameters: sessionParameters.describe('Parameters of its sessions, as ALTER DATABASE SET.'),
  pool: databasePoolSchema.prefault({}).describe('Further limits of its pools in PgBouncer.'),
  pool_size: z.int().min(1).max(10000).optional().describe('Server connections of one PgBouncer.'),
});
