import { UserError } from '../../core/problem.js';
import { desiredDigest } from '../../model/desired-state.js';
import { objectionSchema, type Objection } from '../../model/objection.js';
import { withoutNodes } from '../../model/without-nodes.js';
import { desiredConfig } from '../../reconciler/config-tree.js';
import { renderDesiredState } from '../../render/render-all.js';
import type { ManagerOptions } from '../command.js';
import { operate } from '../operate.js';
import type { OpenCluster } from '../project.js';
import type { PlanInput } from './plan-inputs.js';
import { plannedDigest } from './planned-digest.js';

const WITHIN_MS = 60_000;

/** What the reconciler would say to a desired state. */
export interface Asked {
  /** Of the desired state it was asked about. */
  readonly digest: string;
  readonly objection?: Objection;
  /** Why it could not be asked. */
  readonly note?: string;
}

/**
 * Asks what the reconciler would refuse at once: settings that no PostgreSQL starts with, any change of a
 * paused cluster. A one-shot job looks, since a workstation reaches neither Patroni nor a PostgreSQL of
 * that version; nothing is changed.
 */
export async function askForObjection(
  opened: OpenCluster,
  options: ManagerOptions & { readonly without?: readonly string[] },
  signal: AbortSignal,
): Promise<Asked> {
  const cluster = { ...opened, model: withoutNodes(opened.model, options.without ?? []) };
  const files = renderDesiredState(cluster.model);
  const digest = desiredDigest(files);
  const request = {
    op: 'objection',
    argument: { config: desiredConfig({ files }) },
    secrets: ['postgres'],
    withinMs: WITHIN_MS,
    startsServer: true,
  } as const;
  try {
    const answer = objectionSchema.parse(await operate(cluster, options, request, signal));
    return { digest, ...(answer && { objection: answer }) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [got] = (error.problems[0]?.got ?? error.message).split('\n');
    return { digest, note: `not tried whether PostgreSQL starts with these settings: ${got}` };
  }
}

/** Adds what was said of the very desired state that is planned; of a new cluster there is none. */
export function withObjection(input: PlanInput, { digest, note, objection }: Asked): PlanInput {
  const { change, notes } = input;
  if (!change.before || plannedDigest(change) !== digest) return input;
  if (note !== undefined) return { ...input, notes: [...notes, note] };
  return objection ? { ...input, objection } : input;
}
