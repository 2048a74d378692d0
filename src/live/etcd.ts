import { z } from '../core/zod.js';
import {
  afterPrefix,
  decode,
  encode,
  etcdGateway,
  postJson,
  type EtcdCall,
} from './etcd-gateway.js';

/** Reads and writes of one cluster's DCS, through whichever endpoint answers. */
export interface EtcdStore {
  /** @returns undefined if the key does not exist */
  get(key: string): Promise<string | undefined>;
  /** Values by key, of every key that starts with `prefix`. */
  getPrefix(prefix: string): Promise<Readonly<Record<string, string>>>;
  put(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** What one etcd member says about itself. */
export interface EtcdStatus {
  readonly memberId: string;
  /** `0` while there is no leader. */
  readonly leaderId: string;
  /** Receives the log, but does not vote yet. */
  readonly isLearner: boolean;
  readonly version: string;
  readonly raftTerm: number;
  readonly raftIndex: number;
  /** What the file takes; it never shrinks by itself. */
  readonly dbSizeBytes: number;
  /** What of it is in use: the rest is free for etcd, and for nobody else until defragmented. */
  readonly dbInUseBytes: number;
  /** Of the newest write. */
  readonly revision: string;
}

export type EtcdStatusOf = (endpoint: string) => Promise<EtcdStatus>;

// The gateway leaves out what is zero and writes 64-bit numbers as strings.
const number64 = z.coerce.number().default(0);

const rangeSchema = z.object({
  kvs: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]),
});

const statusSchema = z.object({
  header: z.object({ member_id: z.string(), revision: z.string().default('0') }),
  version: z.string().default(''),
  dbSize: number64,
  dbSizeInUse: number64,
  leader: z.string().default('0'),
  isLearner: z.boolean().default(false),
  raftIndex: number64,
  raftTerm: number64,
});

/** @param endpoints - base URLs of the members */
export function etcdStore(endpoints: readonly string[]): EtcdStore {
  return etcdStoreBy(etcdGateway(() => endpoints));
}

/** The same for who reaches etcd in a way of its own. */
export function etcdStoreBy(call: EtcdCall): EtcdStore {
  const range = async (body: object) => rangeSchema.parse(await call('/v3/kv/range', body)).kvs;
  return {
    get: async (key) => {
      const [found] = await range({ key: encode(key) });
      return found && decode(found.value);
    },
    getPrefix: async (prefix) => {
      const found = await range({ key: encode(prefix), range_end: encode(afterPrefix(prefix)) });
      return Object.fromEntries(found.map(({ key, value }) => [decode(key), decode(value)]));
    },
    put: async (key, value) => {
      await call('/v3/kv/put', { key: encode(key), value: encode(value) });
    },
    delete: async (key) => {
      await call('/v3/kv/deleterange', { key: encode(key) });
    },
  };
}

/** Answered by the member itself, with or without quorum. */
export const etcdStatus: EtcdStatusOf = async (endpoint) => {
  const raw = statusSchema.parse(await postJson(endpoint, '/v3/maintenance/status', {}));
  return {
    memberId: raw.header.member_id,
    leaderId: raw.leader,
    isLearner: raw.isLearner,
    version: raw.version,
    raftTerm: raw.raftTerm,
    raftIndex: raw.raftIndex,
    dbSizeBytes: raw.dbSize,
    dbInUseBytes: raw.dbSizeInUse,
    revision: raw.header.revision,
  };
};

/**
 * Makes another member Raft leader, without an election timeout.
 *
 * @param endpoint - of the member that leads now
 * @see https://github.com/etcd-io/etcd/blob/release-3.5/api/etcdserverpb/rpc.proto (MoveLeader)
 */
export async function moveRaftLeader(endpoint: string, memberId: string): Promise<void> {
  await postJson(endpoint, '/v3/maintenance/transfer-leadership', { targetID: memberId });
}
