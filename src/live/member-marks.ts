import { z } from '../core/zod.js';
import { afterPrefix, decode, encode, type EtcdCall } from './etcd-gateway.js';

/** What the members of one cluster tell each other; by holder, as in an `Operation`. */
export interface MarksSeen {
  /** Asked to stop, and not running again yet; those that are gone too. */
  readonly stopping: ReadonlySet<string>;
  /** Stopped, as they were asked to. */
  readonly gone: ReadonlySet<string>;
  /** Start of the container that runs, ISO 8601: in a roll, later means newer configuration and image. */
  readonly startedAt: ReadonlyMap<string, string>;
}

export interface MemberMarks {
  read(): Promise<MarksSeen>;
  /** Ends by itself when the member neither comes back nor says so again. */
  stopping(holder: string): Promise<void>;
  gone(holder: string): Promise<void>;
  /** Also ends that it is stopping. */
  started(holder: string, at: string): Promise<void>;
}

/** More than a stop may take, and the start of the container that follows. */
export const STOPPING_TTL_SECONDS = 60;

const GONE = 'gone';

const leaseSchema = z.object({ ID: z.string() });
const rangeSchema = z.object({
  kvs: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]),
});

/** @param prefix - of this cluster's keys, ends with `/` */
export function memberMarks(call: EtcdCall, prefix: string): MemberMarks {
  const stopping = `${prefix}stopping/`;
  const started = `${prefix}started/`;
  const range = async (under: string) => {
    const body = { key: encode(under), range_end: encode(afterPrefix(under)) };
    const { kvs } = rangeSchema.parse(await call('/v3/kv/range', body));
    return kvs.map(({ key, value }) => [decode(key).slice(under.length), decode(value)] as const);
  };
  const leave = async (holder: string, phase: string): Promise<void> => {
    const { ID: lease } = leaseSchema.parse(
      await call('/v3/lease/grant', { TTL: STOPPING_TTL_SECONDS }),
    );
    const put = { key: encode(`${stopping}${holder}`), value: encode(phase), lease };
    await call('/v3/kv/put', put);
  };
  return {
    read: async () => {
      const [stop, start] = await Promise.all([range(stopping), range(started)]);
      return {
        stopping: new Set(stop.map(([holder]) => holder)),
        gone: new Set(stop.filter(([, phase]) => phase === GONE).map(([holder]) => holder)),
        startedAt: new Map(start),
      };
    },
    stopping: (holder) => leave(holder, 'stopping'),
    gone: (holder) => leave(holder, GONE),
    started: async (holder, at) => {
      await call('/v3/kv/txn', {
        success: [
          { request_put: { key: encode(`${started}${holder}`), value: encode(at) } },
          { request_delete_range: { key: encode(`${stopping}${holder}`) } },
        ],
      });
    },
  };
}
