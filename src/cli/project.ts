import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import {
  clusterName,
  filesBeside,
  findClusterFile,
  findProjectRoot,
  listClusterFiles,
} from '../../config/find-clusters.js';
import type { ClusterModel } from '../model/cluster-model.js';
import { type ProjectPaths, projectPaths } from '../model/project-paths.js';
import { readCluster } from '../model/read-cluster.js';
import { resolveCluster } from '../model/resolve-cluster.js';
import { packageRoot } from './package-root.js';

/** A cluster file with everything that lies around it. */
export interface OpenCluster {
  readonly projectRoot: string;
  /** Base name of its file: how the user calls it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly config: ClusterConfig;
  readonly model: ClusterModel;
  /** Relative to the project root. */
  readonly paths: ProjectPaths;
  /** Where `synth` writes this cluster's Terraform JSON, absolute. */
  readonly stackDirectory: string;
}

/**
 * Finds, reads and resolves one cluster.
 *
 * @param cluster - file or base name; may be left out when there is one cluster
 * @throws UserError with every problem of the file, or if there is no such cluster
 */
export function openCluster(cluster: string | undefined): OpenCluster {
  const projectRoot = findProjectRoot(process.cwd());
  const file = findClusterFile(cluster, projectRoot);
  const config = readCluster(file, filesBeside(file, projectRoot));
  const model = resolveCluster(config);
  return {
    projectRoot,
    name: clusterName(file),
    file,
    config,
    model,
    paths: projectPaths(config.scope, config.swarm.lab),
    stackDirectory: join(projectRoot, 'cdktf.out', 'stacks', config.scope),
  };
}

/** The files named, or all of the project. */
export function clusterFiles(names: readonly string[]): string[] {
  const projectRoot = findProjectRoot(process.cwd());
  if (names.length === 0) return listClusterFiles(projectRoot);
  return names.map((name) => findClusterFile(name, projectRoot));
}

/** The compiled app that `synth` runs as a process of its own: the CLI does not load cdktf. */
export const synthApp = fileURLToPath(new URL('dist/stacks/main.js', packageRoot));
