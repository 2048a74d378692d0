import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';
import type { HaproxyModel } from './edge-model.js';
import type { PatroniModel } from './patroni-model.js';
import { names } from './names.js';
import { rtoPresets } from './presets.js';
import { elastic, type ResolvedNode } from './resolve-nodes.js';
import { clamp } from './sizes.js';
import { haproxyProbe, timing } from './timing.js';

export function resolveHaproxy(
  config: ClusterConfig,
  nodes: readonly ResolvedNode[],
  patroni: PatroniModel,
): HaproxyModel {
  const { availability, haproxy, scope } = config;
  const { check } = rtoPresets[availability.rto];
  const threads = clamp(Math.floor(Math.min(...nodes.map((node) => node.cpus)) / 2), 1, 4);
  const memoryBytes = Math.min(...nodes.map((node) => node.memory.haproxyBytes));
  return {
    clusterScope: scope,
    serviceName: names.haproxy(scope),
    nodeCount: nodes.length,
    writePort: haproxy.write_port,
    readPort: haproxy.read_port,
    statsPort: haproxy.stats_port,
    maxConnections: haproxy.maxconn,
    threads,
    hardStopMs: timing.haproxyHardStopMs,
    readMaxLagBytes: parseBytes(haproxy.read_max_lag) ?? 0,
    servers: patroni.members.map((member) => ({
      name: member.node,
      host: member.serviceName,
      tags: member.tags,
    })),
    postgresPort: patroni.postgresPort,
    restPort: patroni.restPort,
    // A busy member answers late; a connection that is refused is noticed at once all the same.
    check: { ...check, timeoutMs: clamp(2 * check.interMs, 1000, 3000) },
    stopGraceMs: timing.edgeStopGraceMs,
    probe: haproxyProbe(haproxy.stats_port),
    resources: elastic(memoryBytes, fewestCpus(nodes, threads), 0.05),
  };
}

function fewestCpus(nodes: readonly ResolvedNode[], atMost: number): number {
  return Math.min(atMost, ...nodes.map((node) => node.cpus));
}
