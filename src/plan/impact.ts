import type { ClusterRecord } from '../model/record/cluster-record.js';
import type { Causes } from './causes.js';
import type { ClusterChange, ServiceChange } from './cluster-change.js';
import type { FileChange } from './file-changes.js';
import type { Finding } from './finding.js';

/** What every explainer reads. */
export interface Impact {
  readonly change: ClusterChange;
  /** Of what stays (`standingRecord`). */
  readonly record: ClusterRecord;
  readonly files: readonly FileChange[];
  readonly causes: Causes;
}

/** Explains one kind of change; others are left to others. */
export type Explainer = (impact: Impact) => Finding[];

/** Key path of the cluster file for a key of a generated file. */
export function keyPathOf(path: KeyHome, key: string): string {
  switch (path) {
    case 'parameters':
      return `postgresql.parameters.${key}`;
    case 'dynamic':
      return key.startsWith('postgresql.') ? key : `patroni.dcs.${key}`;
    case 'pgbouncer':
      return key.startsWith('databases[') ? key : `pgbouncer.${key}`;
    case 'haproxy':
      return haproxyKey(key);
  }
}

export type KeyHome = 'parameters' | 'dynamic' | 'pgbouncer' | 'haproxy';

/** `backend primary: inter` is `haproxy.check.inter`, `defaults: timeout client` `haproxy.timeout.client`. */
function haproxyKey(key: string): string {
  const directive = key.replace(/^[^:]*: /, '');
  if (/^(inter|fastinter|downinter|fall|rise)$/.test(directive))
    return `haproxy.check.${directive}`;
  return `haproxy.${directive.replace(' ', '.')}`;
}

/** Addresses of a service and of every config that it mounts, before or after. */
export function resourcesOf({ resources }: ClusterChange, service: ServiceChange): string[] {
  const sides = [service.before, service.after];
  const mounted = sides.flatMap((side) =>
    [...(side?.files.values() ?? [])].map(({ configName }) => configName),
  );
  const configs = resources
    .filter(({ type, name }) => type === 'docker_config' && mounted.includes(name))
    .map(({ address }) => address);
  return [service.address, ...configs];
}
