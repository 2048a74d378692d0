import { resolve } from 'node:path';
import { duplicateScopes } from '../../config/find-clusters.js';
import { filesOfScope, inFileOrder, readClusterFile, type ClusterFile } from '../../config/load.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import { UserError, type Problem } from '../core/problem.js';
import { checkCluster } from './check-cluster.js';

/**
 * Reads a cluster file and checks shape and rules.
 *
 * @param beside - the project's other files (this one may be among them): none may have its scope,
 *   or both would manage the same services with two states
 * @throws UserError with every problem of the file, in file order
 */
export function readCluster(path: string, beside: readonly string[] = []): ClusterConfig {
  const file = readClusterFile(path);
  const others = beside.filter((other) => resolve(other) !== resolve(path));
  const rivals = file.config ? filesOfScope(file.config.scope, others) : [];
  const shared = duplicateScopes([...rivals, file]).filter(
    ({ source }) => source?.file === file.file,
  );
  const problems = inFileOrder([...allProblems(file), ...shared]);
  if (file.config && problems.length === 0) return file.config;
  throw new UserError(problems);
}

/**
 * All cluster files of a project, in the order given; reads each file once.
 *
 * @throws UserError with everything wrong with these files and among them, file by file
 */
export function readClusters(paths: readonly string[]): ClusterConfig[] {
  const files = paths.map(readClusterFile);
  const problems = problemsOf(files);
  if (problems.length > 0) throw new UserError(problems);
  return files.flatMap(({ config }) => config ?? []);
}

/** Everything wrong with these files and among them, file by file; reads each file once. */
export function validateClusterFiles(paths: readonly string[]): readonly Problem[] {
  return checkClusterFiles(paths).problems;
}

/** The same, with the clusters whose files have the right shape, in the order given. */
export function checkClusterFiles(paths: readonly string[]): {
  readonly clusters: readonly ClusterConfig[];
  readonly problems: readonly Problem[];
} {
  const files = paths.map(readClusterFile);
  return { clusters: files.flatMap(({ config }) => config ?? []), problems: problemsOf(files) };
}

function problemsOf(files: readonly ClusterFile[]): Problem[] {
  const shared = duplicateScopes(files);
  return files.flatMap((file) =>
    inFileOrder([
      ...allProblems(file),
      ...shared.filter(({ source }) => source?.file === file.file),
    ]),
  );
}

function allProblems({ readable, doubtful, positions, problems }: ClusterFile): Problem[] {
  if (!readable) return [...problems];
  return inFileOrder([...problems, ...checkCluster(readable, { doubtful, positions })]);
}
