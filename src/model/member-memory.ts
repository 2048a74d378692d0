import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { NodeConfig } from '../../config/schema/node.js';
import { parseBytes } from '../core/units.js';
import { carriesEtcd } from './etcd-nodes.js';
import { type GivenLimits, type MemorySplit, splitMemory } from './memory.js';
import { MB } from './sizes.js';

/** Less than this is not enough for PostgreSQL and Patroni to start. */
export const LEAST_MEMBER_BYTES = 256 * MB;

/** The hosts, and what the tiers beside the members were given of them. */
export type Hosts = Pick<ClusterConfig, 'nodes' | 'swarm'>;

/** Shares the memory of one of the hosts. */
export function memoryOf(node: NodeConfig, { nodes, swarm }: Hosts): MemorySplit {
  const smallestBytes = Math.min(...nodes.map(bytesOf));
  const limits = givenLimits(swarm);
  return splitMemory(bytesOf(node), smallestBytes, carriesEtcd(node, nodes), limits);
}

/** Limit of the smallest member: parameters are equal on all, so it decides. */
export function smallestMemberBytes(hosts: Hosts): number {
  return Math.min(...hosts.nodes.map((node) => memoryOf(node, hosts).memberBytes));
}

/** What the file gives the tiers beside the members. */
export function givenLimits({ tiers }: Hosts['swarm']): GivenLimits {
  const { etcd, haproxy, pgbouncer, reconciler } = tiers;
  return {
    etcd: parseBytes(etcd.resources.memory ?? ''),
    haproxy: parseBytes(haproxy.resources.memory ?? ''),
    pgbouncer: parseBytes(pgbouncer.resources.memory ?? ''),
    reconciler: parseBytes(reconciler.resources.memory ?? ''),
  };
}

function bytesOf({ memory }: NodeConfig): number {
  return parseBytes(memory) ?? 0;
}
