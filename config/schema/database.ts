import { z } from '../../src/core/zod.js';
import { ENCODINGS, icuLocale, localeName } from './initdb.js';
import { databasePoolSchema } from './pgbouncer.js';
import { sqlName } from './primitives.js';
import { sessionParameters } from './role.js';

const extensionName = z.string().regex(/^[a-z0-9_-]+$/, 'an extension name in lower case');

/** An extension with what `CREATE EXTENSION` takes. */
const extensionSchema = z.strictObject({
  name: extensionName.describe('As in pg_available_extensions.'),
  schema: z
    .string()
    .max(63)
    .regex(/^(?!pg_)[a-z_][a-z0-9_]*$/, 'lower-case letters, digits and underscores, not pg_')
    .optional()
    .describe('Schema of its objects, created if missing; default: public.'),
  version: z
    .string()
    .max(50)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._]*$/, 'a version such as 0.8.0, in quotes')
    .optional()
    .describe('Version it is brought to; default: that of the image when it is created.'),
});

export const databaseSchema = z.strictObject({
  name: sqlName.describe('Created by the reconciler, never dropped.'),
  owner: sqlName.describe('Login role that owns it; created if missing.'),
  extensions: z
    .array(z.union([extensionName, extensionSchema]))
    .max(100)
    .default([])
    .describe(
      'Extensions installed in it, never dropped: names, or names with schema and version.',
    ),
  encoding: z.enum(ENCODINGS).optional().describe('Encoding; default: that of initdb.'),
  locale: localeName.optional().describe('Locale of the operating system; default: of initdb.'),
  locale_provider: z
    .enum(['libc', 'icu', 'builtin'])
    .optional()
    .describe('Who orders texts; default: as for initdb. From 15 on icu, from 17 on builtin.'),
  icu_locale: icuLocale.optional().describe('Locale of the provider icu.'),
  builtin_locale: z
    .enum(['C', 'C.UTF-8', 'PG_UNICODE_FAST'])
    .optional()
    .describe('Locale of the provider builtin; default: locale.'),
  template: z
    .enum(['template0', 'template1'])
    .optional()
    .describe('What it is copied from; default: template1, with encoding or locale template0.'),
  connection_limit: z
    .int()
    .min(1)
    .max(100000)
    .optional()
    .describe('Sessions it may have on one member, pools included; default: no limit.'),
  parameters: sessionParameters.describe('Parameters of its sessions, as ALTER DATABASE SET.'),
  pool: databasePoolSchema.prefault({}).describe('Further limits of its pools in PgBouncer.'),
  pool_size: z
    .int()
    .min(1)
    .max(10000)
    .optional()
    .describe(
      'Server connections of one PgBouncer; default: a share of what the live max_connections allows.',
    ),
});
