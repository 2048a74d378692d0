import { parse } from 'yaml';
import {
  desiredDatabasesSchema,
  desiredDigest,
  topologySchema,
  type DesiredDatabases,
  type DesiredFile,
  type Topology,
} from '../model/desired-state.js';
import { paths } from '../model/paths.js';

/** Everything that is mounted in the reconciler, read. */
export interface DesiredState {
  /** Names this state; the same files give the same digest at the workstation. */
  readonly digest: string;
  readonly topology: Topology;
  readonly databases: DesiredDatabases['databases'];
  readonly roles: NonNullable<DesiredDatabases['roles']>;
  readonly files: readonly DesiredFile[];
}

/**
 * Reads the mounted files.
 *
 * @throws Error if a file is missing or has not the form its schema says: our bug, as we render it
 */
export function readDesired(files: readonly DesiredFile[]): DesiredState {
  const { databases, roles = [] } = desiredDatabasesSchema.parse(
    parse(fileText(files, paths.desiredDatabases)),
  );
  return {
    digest: desiredDigest(files),
    topology: topologySchema.parse(parse(fileText(files, paths.desiredTopology))),
    databases,
    roles,
    files,
  };
}

export function fileText(files: readonly DesiredFile[], path: string): string {
  const found = files.find((file) => file.path === path);
  if (!found) throw new Error(`${path} is not mounted`);
  return found.text;
}
