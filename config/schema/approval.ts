import { z } from '../../src/core/zod.js';
import { singleLine } from './primitives.js';

/** Lets one guarded finding of a plan pass, for a time. */
export const approvalSchema = z.strictObject({
  code: z
    .string()
    .max(60)
    .regex(/^[A-Z][A-Z0-9_]+$/, 'a code of a finding, such as SERVICE_DELETED')
    .describe('Code of the finding, as `patroni-swarm plan` prints it.'),
  object: singleLine.min(1).max(200).describe('What the finding is about, as the plan prints it.'),
  until: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as 2026-12-31')
    .describe('Last day on which it counts, by UTC.'),
  reason: singleLine.max(500).optional().describe('Why, for whoever reads the file later.'),
});
