import { duplicateScopes } from '../../config/find-clusters.js';
import { inFileOrder, readClusterFile, type ClusterFile } from '../../config/load.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import { UserError, type Problem } from '../core/problem.js';
import { checkCluster } from './check-cluster.js';

/**
 * Reads a cluster file and checks shape and rules.
 *
 * @throws UserError with every problem of the file, in file order
 */
export function readCluster(path: string): ClusterConfig {
  const file = readClusterFile(path);
  const problems = allProblems(file);
  if (file.config && problems.length === 0) return file.config;
  throw new UserError(problems);
}

/** Everything wrong with these files and among them, file by file; reads each file once. */
export function validateClusterFiles(paths: readonly string[]): Problem[] {
  const files = paths.map(readClusterFile);
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
