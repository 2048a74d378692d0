import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { ClusterModel, ImageOverrides, TerraformBackend, Tier } from './cluster-model.js';
import type { ReconcilerModel } from './reconciler-model.js';
import type { NetworkModel } from './service-model.js';
import { names } from './names.js';
import { ports } from './ports.js';
import { projectPaths } from './project-paths.js';
import { resolveDatabases, resolveRoles } from './resolve-databases.js';
import { resolveEtcd } from './resolve-etcd.js';
import { resolveHaproxy } from './resolve-haproxy.js';
import { resolveLog } from './resolve-log.js';
import { constraints, elastic, type ResolvedNode, resolveNodes } from './resolve-nodes.js';
import { resolvePatroni } from './resolve-patroni.js';
import { resolvePgbouncer } from './resolve-pgbouncer.js';
import { MB } from './sizes.js';
import { firstAddress } from './subnet.js';
import { reconcilerProbe, timing } from './timing.js';
import { tunePostgres } from './tuning.js';
import { tuningBasis } from './tuning-basis.js';

/**
 * Takes every decision about a cluster once: sizes, names, addresses, timers, tuning.
 *
 * Pure, and blind to the order of nodes, databases and keys in the file.
 *
 * @param config - as the schema gives it, rules between keys already checked (`checkCluster`)
 */
export function resolveCluster(config: ClusterConfig): ClusterModel {
  const { scope, swarm } = config;
  const nodes = resolveNodes(config);
  const patroni = resolvePatroni(config, nodes, tunePostgres(tuningBasis(config)));
  const haproxy = resolveHaproxy(config, nodes, patroni);
  return {
    clusterScope: scope,
    protect: config.protect,
    lab: swarm.lab,
    managers: swarm.managers,
    without: [],
    terraformBackend: resolveBackend(config),
    images: resolveImages(config),
    networks: {
      data: network(names.dataNetwork(scope), swarm.networks.data),
      dcs: network(names.dcsNetwork(scope), swarm.networks.dcs),
    },
    etcd: resolveEtcd(config, nodes),
    patroni,
    haproxy,
    pgbouncer: resolvePgbouncer(config, nodes, haproxy),
    reconciler: resolveReconciler(config, nodes),
  };
}

function resolveReconciler(config: ClusterConfig, nodes: readonly ResolvedNode[]): ReconcilerModel {
  const shareBytes = Math.min(...nodes.map((node) => node.memory.reconcilerBytes));
  const { placement, resources } = config.swarm.tiers.reconciler;
  const cpus = resources.cpus ?? Math.min(1, ...nodes.map((node) => node.cpus));
  return {
    clusterScope: config.scope,
    serviceName: names.reconciler(config.scope),
    databases: resolveDatabases(config),
    roles: resolveRoles(config),
    drift: config.drift,
    statusPort: ports.reconcilerStatus,
    stopGraceMs: timing.reconcilerStopGraceMs,
    deadlineMs: timing.reconcilerDeadlineMs,
    probe: reconcilerProbe(ports.reconcilerStatus),
    resources: {
      ...elastic(shareBytes, cpus, 0.05),
      memoryBytes: resources.memory === undefined ? shareBytes + trialBytes(nodes) : shareBytes,
    },
    constraints: constraints(placement),
    logDriver: resolveLog(config, 'reconciler'),
  };
}

/**
 * What a trial of candidate settings touches for some seconds, beyond the reconciler's share: an empty
 * data directory in memory, processes, and a hundredth of the memory such a server would be given.
 * In steps of 64 MB, so that a little more memory changes no service.
 */
function trialBytes(nodes: readonly ResolvedNode[]): number {
  const largest = Math.max(...nodes.map((node) => node.memory.memberBytes));
  return Math.ceil((96 * MB + largest / 100) / (64 * MB)) * 64 * MB;
}

function network(name: string, subnet: string): NetworkModel {
  return { name, subnet, gateway: firstAddress(subnet) };
}

/** From a stack's folder, `cdktf.out/stacks/<scope>`, back to the project root. */
const PROJECT_ROOT = '../../..';

/**
 * A user's settings stand as they are; the default is a file below the project root, written as seen
 * from the stack's folder: cdktf's own default is absolute, so equal input would give other bytes on
 * each machine.
 */
function resolveBackend({ scope, swarm, terraform }: ClusterConfig): TerraformBackend {
  const [given] = Object.entries(terraform.backend ?? {});
  if (given) return { type: given[0] as TerraformBackend['type'], settings: given[1] };
  const { terraformState } = projectPaths(scope, swarm.lab);
  return { type: 'local', settings: { path: `${PROJECT_ROOT}/${terraformState}` } };
}

function resolveImages({ images }: ClusterConfig): ImageOverrides {
  const overrides: Partial<Record<Tier, string>> = {};
  for (const [tier, image] of Object.entries(images)) overrides[tier as Tier] = image;
  return overrides;
}
