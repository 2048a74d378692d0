import { z } from '../core/zod.js';
import { PATRONI_NAMESPACE } from './names.js';

/** What the reconciler says of itself on `GET /status`; `op status` carries it on. */
export const reconcilerStatusSchema = z.object({
  /** Of the mounted desired state. */
  digest: z.string(),
  /** Whether this desired state was true once; it stays so. */
  reached: z.boolean(),
  /** ISO 8601. */
  reachedAt: z.string().nullable(),
  /** Why it gave this desired state up, as kept in the DCS. */
  refused: z.string().nullable(),
  /** Whether everything was true in the last pass. */
  up: z.boolean(),
  /** Where the last pass ended. */
  step: z.string(),
  leader: z.string().nullable(),
  members: z.array(z.object({ name: z.string(), role: z.string(), state: z.string() })),
  /** Why it is not up. */
  reasons: z.array(z.string()),
  /** Settings that differ from the live ones and are not carried out. */
  pendingChanges: z.array(z.string()),
  /** Changed by somebody else since the desired state was reached. */
  drift: z.array(z.string()).default([]),
  passes: z.number(),
  lastPassSeconds: z.number().default(0),
});

export type ReconcilerStatus = z.output<typeof reconcilerStatusSchema>;

/** Keys in the DCS, beside Patroni's own namespace. */
export const dcsKeys = {
  /** Of every key below. */
  ours: (scope: string) => `/patroni-swarm/${scope}/`,
  reached: (scope: string, digest: string) => `${dcsKeys.allReached(scope)}${digest}`,
  allReached: (scope: string) => `/patroni-swarm/${scope}/reached/`,
  refused: (scope: string, digest: string) => `${dcsKeys.allRefused(scope)}${digest}`,
  allRefused: (scope: string) => `/patroni-swarm/${scope}/refused/`,
  /** When the containers of the members started, by holder; see `memberMarks`. */
  allStarted: (scope: string) => `/patroni-swarm/${scope}/started/`,
  /** Patroni's own: the WAL position of the leader, and whose slots it keeps. */
  patroniStatus: (scope: string) => `/${PATRONI_NAMESPACE}/${scope}/status`,
  /** A change of settings whose desired state was not reached yet. */
  journal: (scope: string) => `/patroni-swarm/${scope}/settings/journal`,
  /** The dynamic configuration of the desired state that was reached last. */
  applied: (scope: string) => `/patroni-swarm/${scope}/settings/applied`,
  /** Held by whoever is about to make a member unavailable; see `operationLease`. */
  operation: (scope: string) => `/patroni-swarm/${scope}/operation`,
};
