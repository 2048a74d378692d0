import { z } from '../core/zod.js';
import type { EtcdStore } from './etcd.js';

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

/** @param prefix - of this cluster's keys, ends with `/` */
export function lentSetting(store: EtcdStore, prefix: string, name: string): LentSetting {
  const key = `${prefix}lent/${name}`;
  return {
    name,
    read: async () => {
      const found = await store.get(key);
      return found === undefined ? undefined : loanSchema.parse(JSON.parse(found));
    },
    remember: (loan) => store.put(key, JSON.stringify(loan)),
    forget: () => store.delete(key),
  };
}
