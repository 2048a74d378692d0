import { z } from '../core/zod.js';

/**
 * Why the reconciler would refuse a desired state before it touches anything. A one-shot job answers with
 * it, null if there is nothing to object to.
 */
export const objectionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('paused') }),
    z.strictObject({
      kind: z.literal('settings'),
      /** What PostgreSQL said. */
      reason: z.string(),
      /** Key paths of Patroni's configuration that were new to it. */
      tried: z.array(z.string()),
    }),
  ])
  .nullable();

export type Objection = NonNullable<z.output<typeof objectionSchema>>;
