import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseBytes } from '../core/units.js';
import { settingsOf } from './catalogue/catalogue.js';
import type { PostgresMajor } from './catalogue/setting.js';
import { readValue } from './catalogue/value.js';
import { type Hosts, smallestMemberBytes } from './member-memory.js';
import { haSeconds } from './presets.js';

/** `postgresql.parameters` of the cluster file. */
export type UserParameters = ClusterConfig['postgresql']['parameters'];

/** What a user gave parameters, and the major that decides how it is read. */
export interface UserBasis {
  readonly major: PostgresMajor;
  readonly user: UserParameters;
}

/** What memory is computed from. Parameters are equal on all members, so the weakest one counts. */
export interface MemoryBasis extends UserBasis {
  /** Memory limit of the smallest member. */
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly workload: ClusterConfig['postgresql']['workload'];
}

/** What all of tuning is computed from. */
export interface TuningBasis extends MemoryBasis {
  readonly diskBytes: number;
  readonly storage: 'ssd' | 'hdd';
  readonly memberCount: number;
  readonly ttlSeconds: number;
}

/** What the size of the disk decides. */
export type DiskBasis = UserBasis & Pick<TuningBasis, 'diskBytes'>;

export function userBasis(postgresql: ClusterConfig['postgresql']): UserBasis {
  return { major: postgresql.version, user: postgresql.parameters };
}

export function memoryBasis({
  nodes,
  postgresql,
  swarm,
}: Hosts & Pick<ClusterConfig, 'postgresql'>): MemoryBasis {
  return {
    memoryBytes: smallestMemberBytes({ nodes, swarm }),
    cpus: Math.max(1, Math.floor(Math.min(...nodes.map((node) => node.cpus)))),
    workload: postgresql.workload,
    ...userBasis(postgresql),
  };
}

/** The smallest disk: parameters are equal on all members. */
export function diskBasis({
  nodes,
  postgresql,
}: Pick<ClusterConfig, 'nodes' | 'postgresql'>): DiskBasis {
  return {
    diskBytes: Math.min(...nodes.map((node) => parseBytes(node.disk) ?? 0)),
    ...userBasis(postgresql),
  };
}

export function tuningBasis(config: ClusterConfig): TuningBasis {
  const { nodes } = config;
  return {
    ...memoryBasis(config),
    ...diskBasis(config),
    storage: nodes.some((node) => node.storage === 'hdd') ? 'hdd' : 'ssd',
    memberCount: nodes.length,
    ttlSeconds: haSeconds(config, 'ttlSeconds'),
  };
}

/** What a user gave a parameter, as PostgreSQL writes it; undefined if nothing. */
export function userText({ user }: Pick<UserBasis, 'user'>, name: string): string | undefined {
  const value = Object.hasOwn(user, name) ? user[name] : undefined;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === undefined ? undefined : String(value);
}

/** The whole number a user gave a parameter, or `otherwise`: what PostgreSQL refuses is another problem. */
export function userInteger(basis: UserBasis, name: string, otherwise: number): number {
  return userAmount(basis, name)?.amount ?? otherwise;
}

/** The size in bytes a user gave a parameter, or `otherwise`; a negative number is a switch. */
export function userBytes(basis: UserBasis, name: string, otherwise: number): number {
  const given = userAmount(basis, name);
  if (given === undefined) return otherwise;
  // A unit is `kB`, or a number of them: pages are `8kB`.
  return given.amount * (parseBytes(given.unit) ?? parseBytes(`1${given.unit}`) ?? 1);
}

function userAmount(basis: UserBasis, name: string): { amount: number; unit: string } | undefined {
  const text = userText(basis, name);
  const setting = text === undefined ? undefined : settingsOf(basis.major).get(name);
  if (text === undefined || setting === undefined) return undefined;
  const read = readValue(setting, text);
  if (!read.ok || typeof read.value !== 'number') return undefined;
  return { amount: read.value, unit: setting.unit ?? '' };
}
