import { z } from '../core/zod.js';
import type { EtcdCall } from './etcd-gateway.js';
import { httpCall } from './http.js';

/** One member as etcd's own list has it. */
export interface EtcdMemberEntry {
  /** Decimal, as the gateway writes it: it does not fit in a JavaScript number. */
  readonly id: string;
  /** Empty: it was added at run time and has never joined. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** Empty: it has never joined, whatever its name. */
  readonly clientUrls: readonly string[];
  /** Gets the log, does not count for the quorum. */
  readonly isLearner: boolean;
}

/** Who belongs to the cluster; every call needs its quorum. */
export interface EtcdMembership {
  list(): Promise<readonly EtcdMemberEntry[]>;
  addLearner(peerUrl: string): Promise<void>;
  /** etcd refuses to remove a member that the rest needs for its quorum. */
  remove(id: string): Promise<void>;
  /** @throws Error while the learner lacks more than a tenth of the log */
  promote(id: string): Promise<void>;
}

/** What one peer remembers of a member: no id, which its JSON writes as a number too large for us. */
export type RememberedMember = Pick<EtcdMemberEntry, 'name' | 'peerUrls' | 'clientUrls'>;

const memberSchema = z.object({
  ID: z.string(),
  name: z.string().default(''),
  peerURLs: z.array(z.string()).default([]),
  clientURLs: z.array(z.string()).default([]),
  isLearner: z.boolean().default(false),
});
const listSchema = z.object({ members: z.array(memberSchema) });

/** @see https://etcd.io/docs/v3.5/op-guide/runtime-configuration/ */
export function etcdMembership(call: EtcdCall): EtcdMembership {
  return {
    list: async () => {
      const answer = await call('/v3/cluster/member/list', { linearizable: true });
      return listSchema.parse(answer).members.map(({ ID, peerURLs, clientURLs, ...entry }) => ({
        ...entry,
        id: ID,
        peerUrls: peerURLs,
        clientUrls: clientURLs,
      }));
    },
    addLearner: async (peerUrl) => {
      await call('/v3/cluster/member/add', { peerURLs: [peerUrl], isLearner: true });
    },
    remove: async (id) => {
      await call('/v3/cluster/member/remove', { ID: id });
    },
    promote: async (id) => {
      await call('/v3/cluster/member/promote', { ID: id });
    },
  };
}

// A member that never joined has `null` or nothing there.
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const rememberedSchema = z.array(
  z.object({ name: z.string().default(''), peerURLs: texts, clientURLs: texts }),
);

/** The list in one peer's memory, which it tells with or without quorum. */
export async function rememberedMembers(peerUrl: string): Promise<readonly RememberedMember[]> {
  const url = `${peerUrl}/members`;
  const { status, text } = await httpCall(url);
  if (status !== 200) throw new Error(`${url}: HTTP ${status} ${text.slice(0, 200)}`);
  return rememberedSchema.parse(JSON.parse(text)).map(({ name, peerURLs, clientURLs }) => ({
    name,
    peerUrls: peerURLs,
    clientUrls: clientURLs,
  }));
}
