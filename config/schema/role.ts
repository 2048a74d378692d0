import { z } from '../../src/core/zod.js';
import { singleLine, sqlName } from './primitives.js';

/** Parameters of the sessions of one role or database; checked by the rule `SESSION_SETTING`. */
export const sessionParameters = z
  .record(
    z.string().regex(/^[a-z_][a-z0-9_.]*$/, 'a parameter name in lower case'),
    z.union([singleLine, z.number(), z.boolean()]),
  )
  .default({});

/**
 * A role of PostgreSQL that is kept exactly as it stands here; removed from the list it stays as it is.
 *
 * @see https://www.postgresql.org/docs/17/sql-createrole.html
 */
export const roleSchema = z.strictObject({
  name: sqlName.describe('Created by the reconciler, never dropped.'),
  login: z.boolean().default(true).describe('May log in, with a password made like an owner’s.'),
  connection_limit: z
    .int()
    .min(0)
    .max(100000)
    .optional()
    .describe('Sessions it may have on one member; default: no limit.'),
  valid_until: z.iso
    .date('a day such as 2027-01-31')
    .optional()
    .describe('Day, by UTC, from which its password is refused; default: never.'),
  member_of: z
    .array(sqlName)
    .max(100)
    .default([])
    .describe('Roles whose rights it has: of this file, or PostgreSQL’s own such as pg_monitor.'),
  connect: z
    .array(sqlName)
    .max(100)
    .default([])
    .describe('Databases of this file it may connect to; an owner may connect to its own.'),
  parameters: sessionParameters.describe('Parameters of its sessions, as ALTER ROLE SET.'),
});

export type RoleConfig = z.output<typeof roleSchema>;
