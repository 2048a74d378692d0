import type { ClusterModel } from '../model/cluster-model.js';
import { paths } from '../model/paths.js';
import { topologyOf } from '../model/topology.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/** Renders where everything is, for the reconciler. */
export function renderTopologyYml(model: ClusterModel): RenderedFile {
  return yamlFile(paths.desiredTopology, model.clusterScope, topologyOf(model));
}
