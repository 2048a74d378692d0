import { httpCall } from './http.js';

/** One backend of one HAProxy task and the servers it sends clients to. */
export interface HaproxyBackend {
  readonly name: string;
  /** Sorted. */
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export type HaproxyBackendsOf = (base: string) => Promise<readonly HaproxyBackend[]>;

const SERVER_UP = /^haproxy_server_status\{proxy="([^"]+)",server="([^"]+)",state="UP"\} (\d)/;

/** Reads HAProxy's own Prometheus exporter at `<base>/metrics`. */
export const haproxyBackends: HaproxyBackendsOf = async (base) => {
  const { status, text } = await httpCall(
    `${base}/metrics?scope=server&metrics=haproxy_server_status`,
  );
  if (status !== 200) throw new Error(`${base}/metrics: HTTP ${status}`);
  return parseHaproxyMetrics(text);
};

/** @returns backends sorted by name */
export function parseHaproxyMetrics(text: string): HaproxyBackend[] {
  const backends = new Map<string, { up: string[]; down: string[] }>();
  for (const line of text.split('\n')) {
    const [, proxy, server, value] = SERVER_UP.exec(line) ?? [];
    if (!proxy || !server) continue;
    const backend = backends.get(proxy) ?? { up: [], down: [] };
    backend[value === '1' ? 'up' : 'down'].push(server);
    backends.set(proxy, backend);
  }
  return [...backends]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { up, down }]) => ({ name, up: up.sort(), down: down.sort() }));
}
