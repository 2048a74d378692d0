import { createHash } from 'node:crypto';
import { z } from '../core/zod.js';

const port = z.int().min(1).max(65535);

/** One member: a service with one task, and the node it is named after. */
const memberSchema = z.strictObject({ node: z.string(), service: z.string() });

/**
 * Where everything of one cluster is, as seen from inside it. The reconciler has it mounted as
 * `topology.yml`; a one-shot job gets the same object as JSON. Nothing confidential.
 */
export const topologySchema = z.strictObject({
  format: z.literal(1),
  scope: z.string(),
  /** The reconciler gives up on a desired state that was never reached after this long. */
  deadlineSeconds: z.int().min(1),
  etcd: z.strictObject({
    clientPort: port,
    /** Sorted by node. */
    members: z.array(memberSchema).min(1),
  }),
  patroni: z.strictObject({
    postgresPort: port,
    restPort: port,
    synchronousMode: z.union([z.boolean(), z.literal('quorum')]),
    ttlSeconds: z.int(),
    loopWaitSeconds: z.int(),
    /** Sorted by node; Patroni's member name is the node's name. */
    members: z.array(memberSchema).min(1),
  }),
  haproxy: z.strictObject({
    service: z.string(),
    tasks: z.int().min(1),
    writePort: port,
    readPort: port,
    statsPort: port,
  }),
  pgbouncer: z.strictObject({
    service: z.string(),
    tasks: z.int().min(1),
    port,
    /** Login that runs the lookup function. */
    authUser: z.string(),
    /** Database that holds the lookup function. */
    authDatabase: z.string(),
  }),
  reconciler: z.strictObject({ service: z.string(), statusPort: port }),
  /** Sorted by name. */
  databases: z.array(z.strictObject({ name: z.string(), owner: z.string() })),
  /** Settings that somebody else changed are taken back; by default they are reported. */
  drift: z.literal('correct').optional(),
  /** Nodes this desired state does not wait for: their host is gone or drained. */
  without: z.array(z.string()).optional(),
});

export type Topology = z.output<typeof topologySchema>;

/** `databases.yml`: what exists inside PostgreSQL. */
export const desiredDatabasesSchema = z.strictObject({
  format: z.literal(1),
  /** Sorted by name. */
  databases: z.array(
    z.strictObject({
      name: z.string(),
      owner: z.string(),
      encoding: z.string().optional(),
      locale: z.string().optional(),
      localeProvider: z.enum(['libc', 'icu', 'builtin']).optional(),
      icuLocale: z.string().optional(),
      builtinLocale: z.string().optional(),
      template: z.enum(['template0', 'template1']).optional(),
      extensions: z.array(z.string()),
      extensionOptions: z
        .record(
          z.string(),
          z.strictObject({ schema: z.string().optional(), version: z.string().optional() }),
        )
        .optional(),
      connectionLimit: z.int().optional(),
      parameters: z.record(z.string(), z.string()).optional(),
    }),
  ),
  /** Sorted by name; none stands for an empty list. */
  roles: z
    .array(
      z.strictObject({
        name: z.string(),
        login: z.boolean(),
        connectionLimit: z.int().optional(),
        validUntil: z.string().optional(),
        memberOf: z.array(z.string()),
        connect: z.array(z.string()),
        parameters: z.record(z.string(), z.string()),
      }),
    )
    .optional(),
});

export type DesiredDatabases = z.output<typeof desiredDatabasesSchema>;

/** A mounted file of the desired state; `path` is absolute in the container. */
export interface DesiredFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Names one desired state: equal files give equal digests, whatever their order.
 *
 * `deploy` computes it from the rendered files, the reconciler from the mounted ones.
 *
 * @returns 16 hex digits
 */
export function desiredDigest(files: readonly DesiredFile[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { path, text } of sorted) hash.update(`${path}\0${text}\0`, 'utf8');
  return hash.digest('hex').slice(0, 16);
}
