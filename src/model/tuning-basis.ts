import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';

/** What tuning is computed from. Parameters are equal on all members, so the weakest one counts. */
export interface TuningBasis {
  /** Memory limit of the smallest member. */
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly diskBytes: number;
  readonly storage: 'ssd' | 'hdd';
  readonly workload: ClusterConfig['postgresql']['workload'];
  readonly memberCount: number;
  readonly ttlSeconds: number;
  /** `postgresql.parameters` of the cluster file, as text. */
  readonly user: Readonly<Record<string, string>>;
}

export function tuningBasis(
  config: ClusterConfig,
  memoryBytes: number,
  ttlSeconds: number,
): TuningBasis {
  const { nodes, postgresql } = config;
  return {
    memoryBytes,
    cpus: Math.max(1, Math.floor(Math.min(...nodes.map((node) => node.cpus)))),
    diskBytes: Math.min(...nodes.map((node) => parseBytes(node.disk) ?? 0)),
    storage: nodes.some((node) => node.storage === 'hdd') ? 'hdd' : 'ssd',
    workload: postgresql.workload,
    memberCount: nodes.length,
    ttlSeconds,
    user: Object.fromEntries(
      Object.entries(postgresql.parameters).map(([name, value]) => [name, parameterText(value)]),
    ),
  };
}

/** The whole number a user gave a parameter, or `otherwise`. */
export function userInteger(basis: TuningBasis, name: string, otherwise: number): number {
  const text = basis.user[name];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : otherwise;
}

/**
 * The size a user gave a parameter, or `otherwise`.
 *
 * @param unitBytes - what a number without a unit counts: 8192 for pages, 1024 for kB
 */
export function userBytes(
  basis: TuningBasis,
  name: string,
  unitBytes: number,
  otherwise: number,
): number {
  const text = basis.user[name];
  if (text === undefined) return otherwise;
  return /^\d+$/.test(text) ? Number(text) * unitBytes : (parseBytes(text) ?? otherwise);
}

function parameterText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value).trim();
}
