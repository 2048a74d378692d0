import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { LogDriverConfig } from '../../config/schema/log-driver.js';

/** A log driver of Docker with its options, all of them text. */
export interface LogDriver {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What the engine keeps of each container: 100 MB, so that no log fills the disk of a member. */
const BOUNDS = { 'max-file': 5, 'max-size': '20m' } as const;

export const defaultLog: LogDriver = { name: 'json-file', options: written(BOUNDS) };

/** The driver of one tier: its own, the cluster's, or files of bounded size. */
export function resolveLog(
  { swarm }: Pick<ClusterConfig, 'swarm'>,
  tier: keyof ClusterConfig['swarm']['tiers'],
): LogDriver {
  return named(swarm.tiers[tier].log) ?? named(swarm.log) ?? defaultLog;
}

/** Every log of the file with its key, the cluster's own first. */
export function givenLogs({
  swarm,
}: Pick<ClusterConfig, 'swarm'>): { at: string; log: LogDriverConfig }[] {
  const tiers = Object.entries(swarm.tiers).map(([tier, { log }]) => ({
    at: `swarm.tiers.${tier}.log`,
    log,
  }));
  return [{ at: 'swarm.log', log: swarm.log }, ...tiers].flatMap(({ at, log }) =>
    log === undefined ? [] : [{ at, log }],
  );
}

function named(log: LogDriverConfig | undefined): LogDriver | undefined {
  const [given] = Object.entries(log ?? {});
  if (given === undefined) return undefined;
  const [name, options] = given;
  return { name, options: written(name === 'json-file' ? { ...BOUNDS, ...options } : options) };
}

function written(
  options: Readonly<Record<string, string | number | boolean>>,
): LogDriver['options'] {
  const entries = Object.entries(options).map(([key, value]) => [key, String(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
