import { z } from 'zod';
import { errorText, httpCall } from './http.js';

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
  readonly version: string;
  readonly raftTerm: number;
  readonly raftIndex: number;
  readonly dbSizeBytes: number;
}

export type EtcdStatusOf = (endpoint: string) => Promise<EtcdStatus>;

// The gateway leaves out what is zero and writes 64-bit numbers as strings.
const number64 = z.coerce.number().default(0);

const rangeSchema = z.object({
  kvs: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]),
});

const statusSchema = z.object({
  header: z.object({ member_id: z.string() }),
  version: z.string().default(''),
  dbSize: number64,
  leader: z.string().default('0'),
  raftIndex: number64,
  raftTerm: number64,
});

/**
 * etcd's JSON gateway. Reads are linearizable, so without quorum every call fails in time.
 *
 * @param endpoints - base URLs; the one that answered last is tried first
 * @see https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
 */
export function etcdStore(endpoints: readonly string[]): EtcdStore {
  let preferred = 0;
  const call = async (path: string, body: object): Promise<unknown> => {
    const failures: string[] = [];
    for (let turn = 0; turn < endpoints.length; turn += 1) {
      const index = (preferred + turn) % endpoints.length;
      try {
        const answer = await post(endpoints[index] ?? '', path, body);
        preferred = index;
        return answer;
      } catch (error) {
        failures.push(errorText(error));
      }
    }
    throw new Error(`no etcd endpoint answered: ${failures.join('; ')}`);
  };
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
  const raw = statusSchema.parse(await post(endpoint, '/v3/maintenance/status', {}));
  return {
    memberId: raw.header.member_id,
    leaderId: raw.leader,
    version: raw.version,
    raftTerm: raw.raftTerm,
    raftIndex: raw.raftIndex,
    dbSizeBytes: raw.dbSize,
  };
};

async function post(endpoint: string, path: string, body: object): Promise<unknown> {
  const { status, text } = await httpCall(`${endpoint}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`${endpoint}${path}: HTTP ${status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

/** First key that no longer has the prefix: our keys are ASCII, so the last byte can be raised. */
function afterPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
