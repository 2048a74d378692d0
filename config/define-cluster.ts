import { UserError } from '../src/core/problem.js';
import { clusterSchema, type ClusterConfig, type ClusterInput } from './schema/cluster.js';
import { findSchemaProblems } from './schema-problems.js';

/**
 * A cluster written in TypeScript, in the words of the YAML file and checked as strictly.
 *
 * @throws UserError with every problem; they name keys, there is no file to point at
 */
export function defineCluster(input: ClusterInput): ClusterConfig {
  const result = clusterSchema.safeParse(input);
  if (result.success) return result.data;
  throw new UserError(findSchemaProblems(clusterSchema, input).map(({ problem }) => problem));
}
