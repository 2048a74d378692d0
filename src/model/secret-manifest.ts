import { z } from '../core/zod.js';
import { SECRET_NAMES } from './names.js';

/** What `secrets init` writes and synth reads: names and ids, nothing confidential. */
export const secretManifestSchema = z.strictObject({
  format: z.literal(1),
  scope: z.string(),
  secrets: z.record(
    z.enum(SECRET_NAMES),
    z.strictObject({
      name: z.string(),
      generation: z.int().min(1),
      /** Id in the Swarm. */
      id: z.string(),
    }),
  ),
});

export type SecretManifest = z.output<typeof secretManifestSchema>;

/** What `images push` writes and synth reads: one digest-pinned reference per tier. */
export const imageLockSchema = z.strictObject({
  format: z.literal(1),
  toolVersion: z.string(),
  platform: z.string(),
  images: z.strictObject({
    etcd: z.string(),
    patroni: z.string(),
    haproxy: z.string(),
    pgbouncer: z.string(),
    agent: z.string(),
  }),
});

export type ImageLock = z.output<typeof imageLockSchema>;
