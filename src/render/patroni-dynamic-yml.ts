import type { PatroniModel } from '../model/patroni-model.js';
import { paths } from '../model/paths.js';
import { dynamicSettings } from './dynamic-settings.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/** Renders the dynamic configuration; parameters and access rules have files of their own. */
export function renderPatroniDynamicYml(patroni: PatroniModel): RenderedFile {
  return yamlFile(paths.desiredDynamic, patroni.clusterScope, dynamicSettings(patroni));
}
