import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from '../core/zod.js';
import type { RestCredentials } from './patroni-rest.js';

/** What a supervisor needs of its Patroni's configuration. */
export interface PatroniSettings {
  readonly scope: string;
  readonly name: string;
  readonly restPort: number;
  readonly postgresPort: number;
  /** Subnets that may call the REST interface: loopback, then the cluster's own, `data` first. */
  readonly restAllowlist: readonly string[];
  readonly credentials: RestCredentials | undefined;
  readonly superuser: RestCredentials | undefined;
  /** `host:port`, as configured. */
  readonly etcdHosts: readonly string[];
}

const loginSchema = z.object({ username: z.string(), password: z.string() });

const fileSchema = z.object({
  scope: z.string().optional(),
  name: z.string().optional(),
  restapi: z
    .object({
      listen: z.string().optional(),
      allowlist: z.array(z.string()).optional(),
      authentication: loginSchema.optional(),
    })
    .optional(),
  postgresql: z
    .object({
      listen: z.string().optional(),
      authentication: z.object({ superuser: loginSchema.optional() }).optional(),
    })
    .optional(),
  etcd3: z.object({ hosts: z.array(z.string()).optional() }).optional(),
});

/**
 * Patroni merges the files of its directory in name order, later wins.
 *
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/config.py (_load_config_path)
 */
export function readPatroniSettings(directory: string): PatroniSettings {
  const files = readdirSync(directory).filter((name) => name.endsWith('.yml'));
  const parts = files
    .sort()
    .map((file) => fileSchema.parse(parse(readFileSync(`${directory}/${file}`, 'utf8'))));
  const last = <T>(pick: (part: z.output<typeof fileSchema>) => T | undefined): T | undefined =>
    parts.map(pick).findLast((value) => value !== undefined);
  return {
    scope: last(({ scope }) => scope) ?? '',
    name: last(({ name }) => name) ?? '',
    restPort: portOf(last(({ restapi }) => restapi?.listen)) ?? 8008,
    postgresPort: portOf(last(({ postgresql }) => postgresql?.listen)) ?? 5432,
    restAllowlist: last(({ restapi }) => restapi?.allowlist) ?? [],
    credentials: last(({ restapi }) => restapi?.authentication),
    superuser: last(({ postgresql }) => postgresql?.authentication?.superuser),
    etcdHosts: last(({ etcd3 }) => etcd3?.hosts) ?? [],
  };
}

function portOf(listen = ''): number | undefined {
  const port = /:(\d+)$/.exec(listen)?.[1];
  return port === undefined ? undefined : Number(port);
}
