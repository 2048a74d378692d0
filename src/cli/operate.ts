import { labContext, onThisLab } from '../../lab/context.js';
import { connectSwarm, type ConnectedSwarm } from '../live/swarm-connect.js';
import { systemClock } from '../live/system-clock.js';
import { readClusterInputs } from '../model/cluster-inputs.js';
import type { SecretName } from '../model/names.js';
import { topologyOf } from '../model/topology.js';
import { runJob } from '../ops/run-job.js';
import type { ManagerOptions } from './command.js';
import type { OpenCluster } from './project.js';

/**
 * Connects to the cluster's Swarm: `--manager`, DOCKER_HOST, then the file's managers. A lab cluster is
 * only on the lab's hosts, whatever Swarm DOCKER_HOST leads to.
 */
export function connect(cluster: OpenCluster, options: ManagerOptions): Promise<ConnectedSwarm> {
  const { lab, managers } = cluster.model;
  const here = labContext(cluster.projectRoot);
  return connectSwarm({
    manager: options.manager,
    configured: lab ? managers.map((endpoint) => onThisLab(endpoint, here)) : managers,
    env: lab ? { ...process.env, DOCKER_HOST: undefined } : process.env,
  });
}

export interface Operation {
  /** As `agent.mjs op NAME` knows it. */
  readonly op: string;
  /** Added to the topology, which every operation gets. */
  readonly argument?: Readonly<Record<string, unknown>>;
  readonly secrets: readonly SecretName[];
  readonly withinMs: number;
  /** It starts a PostgreSQL of its own, as the reconciler does. @default false */
  readonly startsServer?: boolean;
}

/** Runs one operation inside the cluster, as a one-shot job, and returns its result. */
export async function operate(
  cluster: OpenCluster,
  options: ManagerOptions,
  operation: Operation,
  signal: AbortSignal,
): Promise<unknown> {
  const { images, secrets } = readClusterInputs(cluster.projectRoot, cluster.config);
  const tier = operation.startsServer === true ? 'patroni' : 'agent';
  const { memoryBytes } = cluster.model.reconciler.resources;
  const { swarm } = await connect(cluster, options);
  try {
    return await runJob(
      {
        swarm,
        clock: systemClock,
        clusterScope: cluster.model.clusterScope,
        image: cluster.model.images[tier] ?? images.images[tier],
        manifest: secrets,
      },
      {
        op: operation.op,
        argument: { topology: topologyOf(cluster.model), ...operation.argument },
        secrets: operation.secrets,
        withinMs: operation.withinMs,
        ...(tier === 'patroni' && { server: { memoryBytes } }),
        signal,
      },
    );
  } finally {
    swarm.close();
  }
}
