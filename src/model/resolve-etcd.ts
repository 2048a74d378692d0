import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';
import type { EtcdMember, EtcdModel } from './etcd-model.js';
import { names } from './names.js';
import { ports } from './ports.js';
import { resolveLog } from './resolve-log.js';
import { guaranteed, type ResolvedNode } from './resolve-nodes.js';
import { memberProbe, timing } from './timing.js';

/** etcd on the nodes that carry it. Addresses are service names: a container's own changes. */
export function resolveEtcd(config: ClusterConfig, nodes: readonly ResolvedNode[]): EtcdModel {
  const { scope, swarm } = config;
  const carriers = nodes.filter((node) => node.carriesEtcd);
  const memoryBytes = Math.max(...carriers.map((node) => node.memory.etcdBytes), 0);
  const cpus = swarm.tiers.etcd.resources.cpus ?? Math.min(...carriers.map((node) => node.cpus), 2);
  return {
    clusterScope: scope,
    members: carriers.map((node) => etcdMember(scope, node)),
    clientPort: ports.etcdClient,
    grpcPort: ports.etcdGrpc,
    peerPort: ports.etcdPeer,
    metricsPort: ports.etcdMetrics,
    settings: etcdSettings(config),
    stopGraceMs: timing.memberStopGraceMs,
    // `/health` needs a leader, and names are published after the first healthy probe only.
    probe: memberProbe(ports.etcdMetrics, '/livez'),
    resources: guaranteed(memoryBytes, cpus, 0.1),
    logDriver: resolveLog(config, 'etcd'),
  };
}

/** Everything with a value; a key that has none is etcd's to decide. */
function etcdSettings({ etcd, scope }: ClusterConfig): EtcdModel['settings'] {
  const sizes = SIZES.flatMap((key) => {
    const size = etcd[key];
    return size === undefined ? [] : [[key, parseBytes(size) ?? 0] as const];
  });
  return {
    'initial-cluster-token': names.dcsNetwork(scope),
    // No users, so no tokens: etcd's default makes unsigned ones, and says so at each start.
    'auth-token': '',
    ...etcd,
    ...Object.fromEntries(sizes),
  };
}

/** Written in bytes. */
const SIZES = ['quota-backend-bytes', 'max-request-bytes'] as const;

function etcdMember(clusterScope: string, node: ResolvedNode): EtcdMember {
  const serviceName = names.etcdMember(clusterScope, node.name);
  return {
    node: node.name,
    hostname: node.hostname,
    constraints: node.constraints,
    serviceName,
    volumeName: `${serviceName}-data`,
    clientUrl: `http://${serviceName}:${ports.etcdClient}`,
    peerUrl: `http://${serviceName}:${ports.etcdPeer}`,
  };
}
