import type { NodeConfig } from '../../config/schema/node.js';
import type { TaskResources } from './service-model.js';
import { carriesEtcd } from './etcd-nodes.js';
import type { MemorySplit } from './memory.js';
import { type Hosts, memoryOf } from './member-memory.js';

const NANO = 1e9;

/** A node with its share of everything decided. */
export interface ResolvedNode {
  readonly name: string;
  readonly hostname: string;
  readonly constraints: readonly string[];
  readonly cpus: number;
  readonly carriesEtcd: boolean;
  readonly tags: NodeConfig['tags'];
  readonly memory: MemorySplit;
}

/** The nodes sorted by name, so that their order in the file changes nothing. */
export function resolveNodes(hosts: Hosts): ResolvedNode[] {
  const { nodes } = hosts;
  return [...nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => ({
      name: node.name,
      hostname: node.hostname ?? node.name,
      constraints: constraints(node.placement),
      cpus: node.cpus,
      carriesEtcd: carriesEtcd(node, nodes),
      tags: node.tags,
      memory: memoryOf(node, hosts),
    }));
}

/** Constraints as Swarm lists them, in an order that does not follow the file's. */
export function constraints(given: readonly string[]): string[] {
  const texts = given.map((text) => text.replaceAll(/\s+/g, ''));
  return [...new Set(texts)].sort();
}

/** Memory is guaranteed in full: a member that was promised less is the first to be killed. */
export function guaranteed(memoryBytes: number, cpus: number, reservedCpus: number): TaskResources {
  return { ...elastic(memoryBytes, cpus, reservedCpus), memoryReservationBytes: memoryBytes };
}

/** Half of the memory is guaranteed. */
export function elastic(memoryBytes: number, cpus: number, reservedCpus: number): TaskResources {
  return {
    memoryBytes,
    memoryReservationBytes: Math.floor(memoryBytes / 2),
    nanoCpus: Math.round(cpus * NANO),
    nanoCpusReservation: Math.round(reservedCpus * NANO),
  };
}
