import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { NodeConfig } from '../../config/schema/node.js';
import { parseBytes } from '../core/units.js';
import type { TaskResources } from './service-model.js';
import { etcdNodes } from './etcd-nodes.js';
import { type MemorySplit, splitMemory } from './memory.js';
import { nodeMemoryTooSmall } from './problems.js';
import { MB } from './sizes.js';

const NANO = 1e9;

/** Less than this is not enough for PostgreSQL and Patroni to start. */
const LEAST_MEMBER_BYTES = 256 * MB;

/** A node with its share of everything decided. */
export interface ResolvedNode {
  readonly name: string;
  readonly hostname: string;
  readonly cpus: number;
  readonly carriesEtcd: boolean;
  readonly tags: NodeConfig['tags'];
  readonly memory: MemorySplit;
}

/**
 * The nodes sorted by name, so that their order in the file changes nothing.
 *
 * @throws UserError `NODE_MEMORY_TOO_SMALL` if a host leaves no room for its member
 */
export function resolveNodes(config: ClusterConfig): ResolvedNode[] {
  const { nodes } = config;
  const smallestBytes = Math.min(...nodes.map((node) => parseBytes(node.memory) ?? 0));
  const carriers = new Set(etcdNodes(nodes));
  return [...nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => {
      const carriesEtcd = carriers.has(node);
      const memory = splitMemory(parseBytes(node.memory) ?? 0, smallestBytes, carriesEtcd);
      if (memory.memberBytes < LEAST_MEMBER_BYTES) {
        throw nodeMemoryTooSmall(nodes.indexOf(node), memory.memberBytes, LEAST_MEMBER_BYTES);
      }
      return {
        name: node.name,
        hostname: node.hostname ?? node.name,
        cpus: node.cpus,
        carriesEtcd,
        tags: node.tags,
        memory,
      };
    });
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
