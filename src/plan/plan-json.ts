import { z } from '../core/zod.js';
import { planTooLarge, planUnreadable } from './problems.js';

/** Beyond any plan of ours; what is larger is not even parsed. */
export const MOST_BYTES = 32 * 1024 ** 2;

const attributes = z.record(z.string(), z.unknown()).nullish();

const resourceSchema = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: z.object({
    actions: z.array(z.string()),
    before: attributes,
    after: attributes,
  }),
});

const outputSchema = z.object({ value: z.unknown() });

const stateResourceSchema = z.object({ type: z.string(), values: attributes });

const stateSchema = z.object({
  outputs: z.record(z.string(), outputSchema).default({}),
  root_module: z.object({ resources: z.array(stateResourceSchema).default([]) }).optional(),
});

const planSchema = z.object({
  format_version: z.string().regex(/^1\./),
  resource_changes: z.array(resourceSchema).default([]),
  resource_drift: z.array(resourceSchema).default([]),
  output_changes: z
    .record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))
    .default({}),
  /** The state that it starts from. */
  prior_state: z.object({ values: stateSchema.optional() }).optional(),
});

export type PlanJson = z.output<typeof planSchema>;
export type PlanResource = z.output<typeof resourceSchema>;

/**
 * Reads what `terraform show -json` or `tofu show -json` printed; what we do not use is dropped.
 *
 * @throws UserError `PLAN_TOO_LARGE`, `PLAN_UNREADABLE`
 * @see https://developer.hashicorp.com/terraform/internals/json-format (format 1.x is kept compatible)
 */
export function parsePlanJson(bytes: Uint8Array): PlanJson {
  if (bytes.byteLength > MOST_BYTES) throw planTooLarge(bytes.byteLength, MOST_BYTES);
  const parsed = planSchema.safeParse(parseJson(decode(bytes)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw planUnreadable(`JSON of another kind at ${issue?.path.join('.') || 'its root'}`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw planUnreadable('bytes that are not UTF-8', 'a plan file itself is not JSON');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (text.trim() === '') throw planUnreadable('nothing');
    throw planUnreadable('text that is not JSON, or not all of it');
  }
}
