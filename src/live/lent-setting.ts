import { z } from '../core/zod.js';
import { decode, encode, type EtcdCall } from './etcd-gateway.js';

const loanSchema = z.object({
  /** Who changed it: a holder, as in an `Operation`. */
  by: z.string(),
  /** What it was before, as Patroni has it in JSON; null if it was not set. */
  value: z.json(),
});

export type Loan = z.output<typeof loanSchema>;

/**
 * Remembers that one of Patroni's dynamic settings has another value for some seconds, until that is
 * taken back. The value in between is nobody's drift.
 */
export interface LentSetting {
  /** Of the setting, such as `synchronous_node_count`. */
  readonly name: string;
  /** @returns undefined while it is as it should be */
  read(): Promise<Loan | undefined>;
  /** To be called before the setting is changed: whoever finds this takes it back. */
  remember(loan: Loan): Promise<void>;
  forget(): Promise<void>;
}

const rangeSchema = z.object({ kvs: z.array(z.object({ value: z.string() })).default([]) });

/** @param prefix - of this cluster's keys, ends with `/` */
export function lentSetting(call: EtcdCall, prefix: string, name: string): LentSetting {
  const key = encode(`${prefix}lent/${name}`);
  return {
    name,
    read: async () => {
      const [found] = rangeSchema.parse(await call('/v3/kv/range', { key })).kvs;
      return found && loanSchema.parse(JSON.parse(decode(found.value)));
    },
    remember: async (loan) => {
      await call('/v3/kv/put', { key, value: encode(JSON.stringify(loan)) });
    },
    forget: async () => {
      await call('/v3/kv/deleterange', { key });
    },
  };
}
