import { z } from '../core/zod.js';
import { decode, encode, type EtcdCall } from './etcd-gateway.js';

export interface PublishedLeader {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const rangeSchema = z.object({ kvs: z.array(z.object({ value: z.string() })).default([]) });
const memberSchema = z.object({ conn_url: z.string() });

/**
 * Who leads, as Patroni has written it in the DCS: for somebody whose own Patroni does not run yet.
 *
 * @param prefix - of Patroni's keys of this cluster, ends with `/`
 * @returns undefined if nobody leads
 * @throws Error if the DCS does not answer
 */
export async function publishedLeader(
  call: EtcdCall,
  prefix: string,
): Promise<PublishedLeader | undefined> {
  const get = async (key: string): Promise<string | undefined> => {
    const { kvs } = rangeSchema.parse(await call('/v3/kv/range', { key: encode(prefix + key) }));
    return kvs[0] && decode(kvs[0].value);
  };
  const name = await get('leader');
  const member = name === undefined ? undefined : await get(`members/${name}`);
  if (name === undefined || member === undefined) return undefined;
  const { hostname, port } = new URL(memberSchema.parse(JSON.parse(member)).conn_url);
  return { name, host: hostname, port: Number(port || 5432) };
}
