import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  type ClusterConfig,
  type ClusterInput,
  clusterSchema,
} from '../../config/schema/cluster.js';

/** A cluster as a user writes it, three equal hosts; `overrides` replace whole root keys. */
export function clusterConfig(overrides: Partial<ClusterInput> = {}): ClusterConfig {
  return clusterSchema.parse({
    format: 1,
    scope: 'orders',
    nodes: ['a', 'b', 'c'].map((name) => ({ name, memory: '32GB', cpus: 8 })),
    databases: [{ name: 'project', owner: 'project_owner' }],
    ...overrides,
  });
}

/** One of the cluster files of this repository. */
export function shippedConfig(name: 'lab' | 'production'): ClusterConfig {
  const file = new URL(`../../config/clusters/${name}.yaml`, import.meta.url);
  return clusterSchema.parse(parse(readFileSync(file, 'utf8')));
}

/** `count` hosts of one kind. */
export function hosts(count: number, host: { memory: string; cpus: number } = BIG) {
  return Array.from({ length: count }, (_, index) => ({ name: `n${index}`, ...host, etcd: true }));
}

const BIG = { memory: '32GB', cpus: 8 };
