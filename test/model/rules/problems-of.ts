import type { ClusterInput } from '../../../config/schema/cluster.js';
import type { Problem } from '../../../src/core/problem.js';
import { checkCluster } from '../../../src/model/check-cluster.js';
import { clusterConfig } from '../../fixtures/clusters.js';

/** What the rules say about a sound cluster with these root keys instead. */
export function problemsOf(changes: Partial<ClusterInput>): Problem[] {
  return checkCluster(clusterConfig(changes));
}

/** `pg-1`, `pg-2`, …; each entry adds to one node. */
export function nodes(...changes: Partial<ClusterInput['nodes'][number]>[]): ClusterInput['nodes'] {
  return changes.map((change, index) => ({
    name: `pg-${index + 1}`,
    memory: '32GB',
    cpus: 8,
    ...change,
  }));
}
