import { z } from '../core/zod.js';
import type { EtcdStore } from './etcd.js';

export interface PublishedLeader {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const memberSchema = z.object({ conn_url: z.string() });

/**
 * Who leads, as Patroni has written it in the DCS: for somebody whose own Patroni does not run yet.
 *
 * @param prefix - of Patroni's keys of this cluster, ends with `/`
 * @returns undefined if nobody leads
 * @throws Error if the DCS does not answer
 */
export async function publishedLeader(
  store: Pick<EtcdStore, 'get'>,
  prefix: string,
): Promise<PublishedLeader | undefined> {
  const name = await store.get(`${prefix}leader`);
  const member = name === undefined ? undefined : await store.get(`${prefix}members/${name}`);
  if (name === undefined || member === undefined) return undefined;
  const { hostname, port } = new URL(memberSchema.parse(JSON.parse(member)).conn_url);
  return { name, host: hostname, port: Number(port || 5432) };
}
