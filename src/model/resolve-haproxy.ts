import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes, parseTime } from '../core/units.js';
import { checkTimeoutMs, checkTiming } from './check-timing.js';
import type { HaproxyModel } from './edge-model.js';
import type { PatroniModel } from './patroni-model.js';
import { names } from './names.js';
import { resolveLog } from './resolve-log.js';
import { constraints, elastic, type ResolvedNode } from './resolve-nodes.js';
import { clamp } from './sizes.js';
import { haproxyProbe, timing } from './timing.js';

export function resolveHaproxy(
  config: ClusterConfig,
  nodes: readonly ResolvedNode[],
  patroni: PatroniModel,
): HaproxyModel {
  const { haproxy, scope } = config;
  const { placement, resources } = config.swarm.tiers.haproxy;
  const half = Math.floor(Math.min(...nodes.map((node) => node.cpus)) / 2);
  const threads = haproxy.nbthread ?? clamp(Math.floor(resources.cpus ?? half), 1, 4);
  const memoryBytes = Math.min(...nodes.map((node) => node.memory.haproxyBytes));
  return {
    clusterScope: scope,
    serviceName: names.haproxy(scope),
    nodeCount: nodes.length,
    writePort: haproxy.write_port,
    readPort: haproxy.read_port,
    statsPort: haproxy.stats_port,
    maxConnections: haproxy.maxconn,
    serverMaxConnections: haproxy.server_maxconn,
    threads,
    retries: haproxy.retries,
    ...waits(haproxy),
    logLevel: haproxy.log_level === 'off' ? undefined : haproxy.log_level,
    readMaxLagBytes: parseBytes(haproxy.read_max_lag) ?? 0,
    readFallback: haproxy.read_fallback,
    readBalance: haproxy.balance,
    servers: patroni.members.map((member) => ({
      name: member.node,
      host: member.serviceName,
      tags: member.tags,
    })),
    postgresPort: patroni.postgresPort,
    restPort: patroni.restPort,
    check: { ...checkTiming(config), timeoutMs: checkTimeoutMs(config) },
    stopGraceMs: timing.edgeStopGraceMs,
    probe: haproxyProbe(haproxy.stats_port),
    resources: elastic(memoryBytes, resources.cpus ?? fewestCpus(nodes, threads), 0.05),
    constraints: constraints(placement),
    logDriver: resolveLog(config, 'haproxy'),
  };
}

type Waits = Pick<HaproxyModel, 'timeouts' | 'keepalive' | 'hardStopMs' | 'statsRefreshMs'>;

function waits(haproxy: ClusterConfig['haproxy']): Waits {
  const { tcpka, timeout } = haproxy;
  return {
    timeouts: {
      connectMs: milliseconds(timeout.connect),
      clientMs: milliseconds(timeout.client),
      serverMs: milliseconds(timeout.server),
      clientFinMs: milliseconds(timeout['client-fin']),
      serverFinMs: optional(timeout['server-fin']),
      queueMs: optional(timeout.queue),
    },
    keepalive: {
      idleMs: milliseconds(tcpka.idle),
      intervalMs: milliseconds(tcpka.intvl),
      probes: tcpka.cnt,
    },
    hardStopMs: milliseconds(haproxy['hard-stop-after']),
    statsRefreshMs: milliseconds(haproxy.stats_refresh),
  };
}

function optional(time: string | undefined): number | undefined {
  return time === undefined ? undefined : milliseconds(time);
}

/** The schema lets only times through. */
function milliseconds(time: string): number {
  return parseTime(time) ?? 0;
}

function fewestCpus(nodes: readonly ResolvedNode[], atMost: number): number {
  return Math.min(atMost, ...nodes.map((node) => node.cpus));
}
