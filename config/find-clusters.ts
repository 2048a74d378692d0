import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UserError, type Problem } from '../src/core/problem.js';
import type { ClusterFile } from './load.js';
import { clusterNotFound, clusterNotNamed, noProject } from './problems.js';

/** Folder of the cluster files, below the project's root. */
const CLUSTERS = join('config', 'clusters');
export const YAML_EXTENSIONS: readonly string[] = ['.yaml', '.yml'];

/**
 * The nearest folder with a `cdktf.json`, at or above `from`.
 *
 * @throws UserError `NO_PROJECT`
 */
export function findProjectRoot(from: string = process.cwd()): string {
  const root = nearestProject(from);
  if (root === undefined) throw new UserError([noProject(from)]);
  return root;
}

/** The same, or undefined if `from` is in no project. */
export function nearestProject(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'cdktf.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Absolute paths of a project's cluster files, sorted; none if there is no folder for them. */
export function listClusterFiles(root: string): string[] {
  const folder = join(root, CLUSTERS);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((file) => YAML_EXTENSIONS.includes(extname(file)))
    .sort()
    .map((file) => join(folder, file));
}

/**
 * The file that `CLUSTER` on a command line means: a path, or the base name of a project's file.
 *
 * @param cluster - may be left out if the project has one cluster; a path counts from where the user
 *   stands, as in every command
 * @param from - folder in or below the project
 * @throws UserError `CLUSTER_NOT_FOUND`, `CLUSTER_NOT_NAMED` or `NO_PROJECT`
 */
export function findClusterFile(cluster?: string, from: string = process.cwd()): string {
  if (cluster !== undefined && isPath(cluster)) return resolve(cluster);
  const files = listClusterFiles(findProjectRoot(from));
  const found = files.filter((file) => cluster === undefined || clusterName(file) === cluster);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const known = files.map(clusterName);
  if (cluster === undefined || found.length > 1) throw new UserError([clusterNotNamed(known)]);
  throw new UserError([clusterNotFound(cluster, known)]);
}

/**
 * The files a cluster file must share no scope with: those beside it in the project's folder.
 *
 * @returns none for a file that lies elsewhere: it stands for a changed copy of one of them
 */
export function filesBeside(file: string, root: string): string[] {
  const files = listClusterFiles(root);
  return files.includes(file) ? files : [];
}

/** `orders` of `config/clusters/orders.yaml`. */
export function clusterName(file: string): string {
  return basename(file, extname(file));
}

/**
 * Scopes that several of these files have: both would manage the same Swarm objects. Each is reported
 * in the later file, at `extends` if the scope stands in a base that both may share.
 */
export function duplicateScopes(files: readonly ClusterFile[]): Problem[] {
  const firstFile = new Map<string, string>();
  return files.flatMap(({ file, readable, doubtful, positions }) => {
    if (!readable || doubtful.includes('scope')) return [];
    const { scope } = readable;
    const first = firstFile.get(scope);
    firstFile.set(scope, first ?? file);
    if (first === undefined || first === file) return [];
    const place = positions.ofValue('scope');
    return {
      code: 'DUPLICATE_SCOPE',
      at: 'scope',
      got: `${scope}, as in ${first}`,
      need: 'a scope of its own for each file',
      why: 'both files would manage the same services and volumes',
      fix: 'change the scope of the cluster that is not deployed yet',
      source: place.file === file ? place : positions.ofValue('extends'),
    };
  });
}

function isPath(cluster: string): boolean {
  return /[/\\]/.test(cluster) || YAML_EXTENSIONS.includes(extname(cluster));
}
