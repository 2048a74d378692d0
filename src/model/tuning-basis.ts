import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';
import { smallestMemberBytes } from './member-memory.js';
import { haSeconds } from './presets.js';

/** `postgresql.parameters` of the cluster file. */
export type UserParameters = ClusterConfig['postgresql']['parameters'];

/** What memory is computed from. Parameters are equal on all members, so the weakest one counts. */
export interface MemoryBasis {
  /** Memory limit of the smallest member. */
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly workload: ClusterConfig['postgresql']['workload'];
  readonly user: UserParameters;
}

/** What all of tuning is computed from. */
export interface TuningBasis extends MemoryBasis {
  readonly diskBytes: number;
  readonly storage: 'ssd' | 'hdd';
  readonly memberCount: number;
  readonly ttlSeconds: number;
}

export function memoryBasis({
  nodes,
  postgresql,
}: Pick<ClusterConfig, 'nodes' | 'postgresql'>): MemoryBasis {
  return {
    memoryBytes: smallestMemberBytes(nodes),
    cpus: Math.max(1, Math.floor(Math.min(...nodes.map((node) => node.cpus)))),
    workload: postgresql.workload,
    user: postgresql.parameters,
  };
}

export function tuningBasis(config: ClusterConfig): TuningBasis {
  const { nodes } = config;
  return {
    ...memoryBasis(config),
    diskBytes: Math.min(...nodes.map((node) => parseBytes(node.disk) ?? 0)),
    storage: nodes.some((node) => node.storage === 'hdd') ? 'hdd' : 'ssd',
    memberCount: nodes.length,
    ttlSeconds: haSeconds(config, 'ttlSeconds'),
  };
}

/** What a user gave a parameter, as PostgreSQL writes it; undefined if nothing. */
export function userText({ user }: Pick<MemoryBasis, 'user'>, name: string): string | undefined {
  const value = Object.hasOwn(user, name) ? user[name] : undefined;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === undefined ? undefined : String(value).trim();
}

/** The whole number a user gave a parameter, or `otherwise`. */
export function userInteger(
  basis: Pick<MemoryBasis, 'user'>,
  name: string,
  otherwise: number,
): number {
  const text = userText(basis, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : otherwise;
}

/**
 * The size a user gave a parameter, or `otherwise`.
 *
 * @param unitBytes - what a number without a unit counts: 8192 for pages, 1024 for kB
 */
export function userBytes(
  basis: Pick<MemoryBasis, 'user'>,
  name: string,
  unitBytes: number,
  otherwise: number,
): number {
  const text = userText(basis, name);
  if (text === undefined) return otherwise;
  return /^\d+$/.test(text) ? Number(text) * unitBytes : (parseBytes(text) ?? otherwise);
}
