import type { ClusterConfig } from '../../config/schema/cluster.js';
import { localSettings } from './patroni-local.js';
import type { DynamicSettings, MemberTags, PatroniMember, PatroniModel } from './patroni-model.js';
import { names, PATRONI_NAMESPACE } from './names.js';
import { ports } from './ports.js';
import { haTiming } from './presets.js';
import { initdbOptions } from './initdb-options.js';
import { resolveAccess } from './resolve-access.js';
import { resolveLog } from './resolve-log.js';
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
    namespace: PATRONI_NAMESPACE,
    restAllowlist: ['127.0.0.1/32', swarm.networks.data, swarm.networks.dcs],
    postgresPort: ports.postgres,
    restPort: ports.patroniRest,
    postgresVersion: postgresql.version,
    ...localSettings(patroni),
    dynamic: dynamicSettings(config),
    parameters,
    hba: resolveAccess(config),
    ident: postgresql.pg_ident.map((line) => line.trim()),
    initdb: initdbOptions(postgresql),
    stopGraceMs: timing.memberStopGraceMs,
    probe: memberProbe(ports.patroniRest, '/liveness'),
    logDriver: resolveLog(config, 'patroni'),
  };
}

function patroniMember(clusterScope: string, node: ResolvedNode): PatroniMember {
  const serviceName = names.patroniMember(clusterScope, node.name);
  return {
    node: node.name,
    hostname: node.hostname,
    constraints: node.constraints,
    serviceName,
    volumeName: `${serviceName}-data`,
    tags: givenTags(node),
    resources: guaranteed(node.memory.memberBytes, node.cpus, node.cpus / 2),
  };
}

function givenTags({ tags: { custom, ...own } }: ResolvedNode): MemberTags {
  const tags: Record<string, boolean | number | string> = { ...custom };
  for (const [name, value] of Object.entries(own)) tags[name] = value;
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
    checkTimeline: dcs.check_timeline,
    memberSlotsTtl: dcs.member_slots_ttl,
    maximumLagOnSyncnodeBytes: dcs.maximum_lag_on_syncnode,
    maxTimelinesHistory: dcs.max_timelines_history,
    slots: dcs.slots,
    ignoreSlots: dcs.ignore_slots,
  };
}
