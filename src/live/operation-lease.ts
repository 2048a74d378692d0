import { z } from '../core/zod.js';
import { decode, encode, type EtcdCall } from './etcd-gateway.js';

/** Who is making a member unavailable, and why. */
export const operationSchema = z.object({
  /** `patroni/node-1`, `etcd/node-2`, `reconciler`, `job/switchover`. */
  holder: z.string(),
  /** Node whose tasks are affected; empty if none. */
  node: z.string(),
  reason: z.string(),
});

export type Operation = z.output<typeof operationSchema>;

/** The right to make one member unavailable; ends by `release`, or by itself when nobody keeps it. */
export interface HeldOperation {
  readonly operation: Operation;
  /** Starts the lease's life anew. @returns false if it had ended: somebody else may hold it */
  keepAlive(): Promise<boolean>;
  /** Whether it is still ours; asked right before each step that cannot be part of a transaction. */
  isHeld(): Promise<boolean>;
  /** Never throws: what cannot be released expires. */
  release(): Promise<void>;
}

/**
 * One operation at a time in a cluster: whoever is about to make a member unavailable holds this.
 *
 * It outlives its process: the next container of the same holder takes it over with `adopt`.
 */
export interface OperationLease {
  /** @returns what is going on instead, if somebody else holds it */
  acquire(operation: Operation): Promise<HeldOperation | { readonly heldBy: Operation }>;
  /** Takes over what an earlier process of `holder` left. */
  adopt(holder: string): Promise<HeldOperation | undefined>;
  current(): Promise<Operation | undefined>;
}

/** Long enough for a container to be replaced, short enough for a dead holder not to matter. */
export const OPERATION_TTL_SECONDS = 30;

const leaseSchema = z.object({ ID: z.string() });
const keepAliveSchema = z.object({ result: z.object({ TTL: z.coerce.number().default(0) }) });
const kvSchema = z.object({ value: z.string(), lease: z.string().default('0') });
const rangeSchema = z.object({ kvs: z.array(kvSchema).default([]) });
const txnSchema = z.object({
  succeeded: z.boolean().default(false),
  responses: z.array(z.object({ response_range: rangeSchema.optional() })).default([]),
});

/** @param key - of this cluster's one operation */
export function operationLease(call: EtcdCall, key: string): OperationLease {
  const name = encode(key);
  const read = async () => {
    const [found] = rangeSchema.parse(await call('/v3/kv/range', { key: name })).kvs;
    return found && { lease: found.lease, operation: toOperation(found.value) };
  };
  const held = (lease: string, operation: Operation): HeldOperation => ({
    operation,
    keepAlive: async () => {
      const answer = keepAliveSchema.parse(await call('/v3/lease/keepalive', { ID: lease }));
      return answer.result.TTL > 0 && (await read())?.lease === lease;
    },
    isHeld: async () => (await read())?.lease === lease,
    release: async () => {
      await call('/v3/lease/revoke', { ID: lease }).catch(() => undefined);
    },
  });
  return {
    acquire: async (operation) => {
      const { ID: lease } = leaseSchema.parse(
        await call('/v3/lease/grant', { TTL: OPERATION_TTL_SECONDS }),
      );
      const put = { key: name, value: encode(JSON.stringify(operation)), lease };
      const { succeeded, responses } = txnSchema.parse(
        await call('/v3/kv/txn', {
          compare: [{ key: name, target: 'CREATE', result: 'EQUAL', create_revision: '0' }],
          success: [{ request_put: put }],
          failure: [{ request_range: { key: name } }],
        }),
      );
      if (succeeded) return held(lease, operation);
      await call('/v3/lease/revoke', { ID: lease }).catch(() => undefined);
      const [other] = responses[0]?.response_range?.kvs ?? [];
      if (!other) throw new Error(`${key}: the transaction failed and shows no holder`);
      return { heldBy: toOperation(other.value) };
    },
    adopt: async (holder) => {
      const found = await read();
      if (found?.operation.holder !== holder) return undefined;
      const own = held(found.lease, found.operation);
      return (await own.keepAlive()) ? own : undefined;
    },
    current: async () => (await read())?.operation,
  };
}

function toOperation(value: string): Operation {
  return operationSchema.parse(JSON.parse(decode(value)));
}
