import { UserError } from '../../core/problem.js';
import type { LiveFacts } from '../../drift/live-facts.js';
import type { ClusterChange } from '../../plan/cluster-change.js';
import { needsLiveUse } from '../../plan/explain-connections.js';
import type { ManagerOptions } from '../command.js';
import { operate } from '../operate.js';
import type { OpenCluster } from '../project.js';

const WITHIN_MS = 60_000;

/** Everything the live cluster says of itself, read by a one-shot job. */
export async function liveFacts(
  cluster: OpenCluster,
  options: ManagerOptions,
  signal: AbortSignal,
): Promise<LiveFacts> {
  const request = { op: 'facts', secrets: ['postgres'], withinMs: WITHIN_MS } as const;
  return (await operate(cluster, options, request, signal)) as LiveFacts;
}

export interface ChangeInUse {
  readonly change: ClusterChange;
  /** What could not be asked. */
  readonly notes: readonly string[];
}

/** Adds what the live cluster has in use, if the change depends on it. */
export async function withLiveUse(
  change: ClusterChange,
  facts: () => Promise<LiveFacts>,
): Promise<ChangeInUse> {
  if (!needsLiveUse(change)) return { change, notes: [] };
  try {
    const { objects } = await facts();
    if (!objects) return { change, notes: ['nobody leads: connections in use are not known'] };
    const { clientConnections } = objects;
    return { change: { ...change, live: { clientConnections } }, notes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [problem] = error.problems;
    return {
      change,
      notes: [`connections in use are not known: ${problem?.got ?? error.message}`],
    };
  }
}
