import type { NodeConfig } from '../../config/schema/node.js';
import { parseBytes } from '../core/units.js';
import { carriesEtcd } from './etcd-nodes.js';
import { type MemorySplit, splitMemory } from './memory.js';
import { MB } from './sizes.js';

/** Less than this is not enough for PostgreSQL and Patroni to start. */
export const LEAST_MEMBER_BYTES = 256 * MB;

/** Shares the memory of one of `nodes`. */
export function memoryOf(node: NodeConfig, nodes: readonly NodeConfig[]): MemorySplit {
  const smallestBytes = Math.min(...nodes.map(bytesOf));
  return splitMemory(bytesOf(node), smallestBytes, carriesEtcd(node, nodes));
}

/** Limit of the smallest member: parameters are equal on all, so it decides. */
export function smallestMemberBytes(nodes: readonly NodeConfig[]): number {
  return Math.min(...nodes.map((node) => memoryOf(node, nodes).memberBytes));
}

function bytesOf({ memory }: NodeConfig): number {
  return parseBytes(memory) ?? 0;
}
