import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { formatBytes } from '../../core/units.js';
import type { ClusterModel } from '../cluster-model.js';
import { carriesEtcd } from '../etcd-nodes.js';
import { expectedHandover, expectedRestart } from '../expected-gap.js';
import { writeGaps } from '../failover-bound.js';
import { givenLimits } from '../member-memory.js';
import type { MemberPlacement } from '../service-model.js';
import { toolVersion } from '../tool-version.js';
import type { ClusterRecord, RecordedService, ServiceTier } from './cluster-record.js';
import { RECORD_FORMAT } from './record-format.js';
import { settingOrigins } from './setting-origins.js';

/** What a later plan needs to know about this cluster; equal clusters give equal records. */
export function makeRecord(config: ClusterConfig, model: ClusterModel): ClusterRecord {
  return {
    format: RECORD_FORMAT,
    toolVersion,
    scope: model.clusterScope,
    postgresVersion: model.patroni.postgresVersion,
    replication: replication(model),
    services: services(model),
    timing: {
      handover: expectedHandover(config),
      handoverAtMost: [
        ...(writeGaps(config).find(({ event }) => event === 'switchover')?.terms ?? []),
      ],
      restart: expectedRestart(config),
      poolWaitSeconds: Number(model.pgbouncer.settings['query_wait_timeout'] ?? 0),
    },
    inputs: inputs(config),
    settings: settingOrigins(config, model),
  };
}

function replication({ patroni }: ClusterModel): ClusterRecord['replication'] {
  const { synchronousMode } = patroni.dynamic;
  if (synchronousMode === 'quorum') return 'quorum';
  return synchronousMode ? 'synchronous' : 'asynchronous';
}

function services({
  etcd,
  haproxy,
  patroni,
  pgbouncer,
  reconciler,
}: ClusterModel): RecordedService[] {
  const nodes = patroni.members.map(({ node }) => node);
  const one = (tier: ServiceTier) => (member: MemberPlacement) => ({
    name: member.serviceName,
    tier,
    nodes: [member.node],
  });
  const all: RecordedService[] = [
    ...etcd.members.map(one('etcd')),
    ...patroni.members.map(one('patroni')),
    { name: haproxy.serviceName, tier: 'haproxy', nodes },
    { name: pgbouncer.serviceName, tier: 'pgbouncer', nodes },
    { name: reconciler.serviceName, tier: 'reconciler', nodes: [] },
  ];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Keys that decide values elsewhere, by the names of their list entries, sorted. */
function inputs({
  availability,
  databases,
  nodes,
  postgresql,
  swarm,
}: ClusterConfig): Record<string, string> {
  const found: Record<string, string> = {
    'availability.rpo': availability.rpo,
    'availability.rto': availability.rto,
    databases: databases
      .map(({ name }) => name)
      .sort()
      .join(', '),
    nodes: nodes
      .map(({ name }) => name)
      .sort()
      .join(', '),
    'postgresql.version': `${postgresql.version}`,
    'postgresql.workload': postgresql.workload,
  };
  for (const [tier, bytes] of Object.entries(givenLimits(swarm))) {
    if (bytes !== undefined) found[`swarm.tiers.${tier}.resources.memory`] = formatBytes(bytes);
  }
  for (const node of nodes) {
    const at = `nodes[${node.name}]`;
    found[`${at}.cpus`] = `${node.cpus}`;
    found[`${at}.disk`] = node.disk;
    found[`${at}.etcd`] = `${carriesEtcd(node, nodes)}`;
    found[`${at}.memory`] = node.memory;
    found[`${at}.storage`] = node.storage;
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
