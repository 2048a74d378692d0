import type { ServiceTier } from '../model/record/cluster-record.js';
import {
  placeOf,
  type ClusterChange,
  type MountedFile,
  type ServiceChange,
} from './cluster-change.js';
import { fileSettings, type FileSettings } from './file-settings.js';

/** One file of one service whose content changes. */
export interface FileChange {
  readonly service: string;
  readonly tier: ServiceTier;
  /** Where the service has its tasks. */
  readonly nodes: readonly string[];
  readonly path: string;
  /** Missing if the file is new, or is no longer mounted. */
  readonly before?: FileSettings;
  readonly after?: FileSettings;
  /** One side is there but cannot be read. */
  readonly unreadable: boolean;
  /** Addresses of the service and of both configs. */
  readonly resources: readonly string[];
}

/** A setting of a file that differs. */
export interface KeyChange {
  readonly key: string;
  readonly before?: string;
  readonly after?: string;
}

/** Every file that changes under a service which stays, by service and path. */
export function fileChanges(change: ClusterChange): FileChange[] {
  return change.services
    .filter(({ before, after }) => before !== undefined && after !== undefined)
    .flatMap((service) => filesOf(change, service));
}

function filesOf(change: ClusterChange, service: ServiceChange): FileChange[] {
  const place = placeOf(change, service.name);
  if (!place) return [];
  const { before, after } = service;
  const mounted = [...new Set([...(before?.files.keys() ?? []), ...(after?.files.keys() ?? [])])];
  return mounted.sort().flatMap((path): FileChange[] => {
    const old = before?.files.get(path);
    const now = after?.files.get(path);
    if (old?.configName === now?.configName) return [];
    const was = mountedSettings(path, old);
    const is = mountedSettings(path, now);
    return [
      {
        service: service.name,
        ...place,
        path,
        ...(was && { before: was }),
        ...(is && { after: is }),
        unreadable: (old !== undefined && !was) || (now !== undefined && !is),
        resources: [service.address, ...addressesOf(change, [old, now])],
      },
    ];
  });
}

/** @returns undefined if it is not mounted, its text is not known, or not in a form that is */
export function mountedSettings(
  path: string,
  file: MountedFile | undefined,
): FileSettings | undefined {
  return file?.text === undefined ? undefined : fileSettings(path, file.text);
}

function addressesOf(
  { resources }: ClusterChange,
  files: readonly (MountedFile | undefined)[],
): string[] {
  const names = files.flatMap((file) => file?.configName ?? []);
  return resources
    .filter(({ type, name }) => type === 'docker_config' && names.includes(name))
    .map(({ address }) => address);
}

/** Keys whose values differ, sorted; a missing side has no keys. */
export function keyChanges(
  before: FileSettings | undefined,
  after: FileSettings | undefined,
  same: (key: string, one: string, other: string) => boolean = (_, one, other) => one === other,
): KeyChange[] {
  const keys = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return keys.flatMap((key): KeyChange[] => {
    const old = before?.get(key);
    const now = after?.get(key);
    if (old === now || (old !== undefined && now !== undefined && same(key, old, now))) return [];
    return [
      { key, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) },
    ];
  });
}
