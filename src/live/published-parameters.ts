import { z } from '../core/zod.js';
import type { EtcdStore } from './etcd.js';

export type PublishedParameters = Readonly<Record<string, unknown>>;

const configSchema = z.object({
  postgresql: z.object({ parameters: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/**
 * What PostgreSQL is set to, as Patroni keeps it in the DCS: for somebody whose own Patroni does not run
 * yet.
 *
 * @param prefix - of Patroni's keys of this cluster, ends with `/`
 * @returns undefined before the cluster's first start
 * @throws Error if the DCS does not answer
 */
export async function publishedParameters(
  store: Pick<EtcdStore, 'get'>,
  prefix: string,
): Promise<PublishedParameters | undefined> {
  const text = await store.get(`${prefix}config`);
  if (text === undefined) return undefined;
  return configSchema.parse(JSON.parse(text)).postgresql?.parameters ?? {};
}
