import { z } from '../../src/core/zod.js';
import { singleLine } from './primitives.js';

const oneOrMore = z.union([singleLine.min(1), z.array(singleLine.min(1)).min(1)]);

/** One rule of `pg_hba.conf` in parts; what goes together is checked by the rule `HBA_SYNTAX`. */
export const hbaRuleSchema = z.strictObject({
  type: z
    .enum(['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'])
    .describe('Kind of connection the rule is for.'),
  database: oneOrMore
    .default('all')
    .describe('Databases: names, all, sameuser, samerole, replication, /regex; "all" is a name.'),
  user: oneOrMore.default('all').describe('Roles: names, all, +role for its members, /regex.'),
  address: singleLine
    .min(1)
    .optional()
    .describe('Clients: a range such as 10.0.0.0/8, a host name, all, samehost or samenet.'),
  method: z
    .enum([
      'scram-sha-256',
      'reject',
      'trust',
      'peer',
      'ident',
      'cert',
      'ldap',
      'radius',
      'gss',
      'pam',
      'oauth',
      'md5',
      'password',
    ])
    .default('scram-sha-256')
    .describe('How the client shows who it is.'),
  options: z
    .record(
      z.string().regex(/^[a-z_]+$/, 'an option in lower case'),
      z.union([singleLine, z.int().min(0).max(65535)]),
    )
    .default({})
    .describe('Options of the method, such as map or clientcert.'),
});

export type HbaRuleConfig = z.output<typeof hbaRuleSchema>;

/** Access rules in the order PostgreSQL tries them: in parts, or as a line of `pg_hba.conf`. */
export const hbaSchema = z
  .array(z.union([singleLine, hbaRuleSchema]))
  .max(1000)
  .default([])
  .describe('Access rules after the ones this project needs.');

/** Maps that the option `map` of an access rule names. */
export const identSchema = z
  .array(singleLine.min(1))
  .max(1000)
  .default([])
  .describe('Lines of pg_ident.conf: MAP SYSTEM-USER DATABASE-USER.');
