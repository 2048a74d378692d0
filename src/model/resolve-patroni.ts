import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { DynamicSettings, PatroniMember, PatroniModel } from './patroni-model.js';
import { names } from './names.js';
import { ports } from './ports.js';
import { haTiming } from './presets.js';
import { initdbOptions } from './initdb-options.js';
import { resolveAccess } from './resolve-access.js';
import { guaranteed, type ResolvedNode } from './resolve-nodes.js';
import { replicationMode } from './replication-mode.js';
import { memberProbe, timing } from './timing.js';
import type { Parameter } from './parameter.js';

export function resolvePatroni(
  config: ClusterConfig,
  nodes: readonly ResolvedNode[],
  parameters: readonly Parameter[],
): PatroniModel {
  const { scope, patroni, postgresql, swarm } = config;
  return {
    clusterScope: scope,
    members: nodes.map((node) => patroniMember(scope, node)),
    etcdHosts: nodes
      .filter((node) => node.carriesEtcd)
      .map((node) => `${names.etcdMember(scope, node.name)}:${ports.etcdClient}`),
    namespace: 'service',
    restAllowlist: ['127.0.0.1/32', swarm.networks.data, swarm.networks.dcs],
    postgresPort: ports.postgres,
    restPort: ports.patroniRest,
    postgresVersion: postgresql.version,
    logLevel: patroni.log_level,
    dynamic: dynamicSettings(config),
    parameters,
    hba: resolveAccess(config),
    initdb: initdbOptions(postgresql),
    stopGraceMs: timing.memberStopGraceMs,
    probe: memberProbe(ports.patroniRest, '/liveness'),
  };
}

function patroniMember(clusterScope: string, node: ResolvedNode): PatroniMember {
  const serviceName = names.patroniMember(clusterScope, node.name);
  return {
    node: node.name,
    hostname: node.hostname,
    serviceName,
    volumeName: `${serviceName}-data`,
    tags: givenTags(node),
    resources: guaranteed(node.memory.memberBytes, node.cpus, node.cpus / 2),
  };
}

/** Only what the file says: a tag that is left out is Patroni's default. */
function givenTags(node: ResolvedNode): Record<string, boolean | number> {
  const tags: Record<string, boolean | number> = {};
  for (const [name, value] of Object.entries(node.tags)) tags[name] = value;
  return tags;
}

function dynamicSettings(config: ClusterConfig): DynamicSettings {
  const { dcs } = config.patroni;
  return {
    ...haTiming(config),
    ...replicationMode(config),
    primaryStopTimeoutSeconds: dcs.primary_stop_timeout,
    synchronousModeStrict: dcs.synchronous_mode_strict,
    synchronousNodeCount: dcs.synchronous_node_count,
    failsafeMode: dcs.failsafe_mode,
    checkTimeline: true,
    memberSlotsTtl: dcs.member_slots_ttl,
  };
}
