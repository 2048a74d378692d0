import { clusterFileSchema } from '../../config/schema/cluster.js';
import { renderJsonSchema } from './json-schema.js';
import { renderSettingsMd } from './settings-md.js';

/** Every document that is made from the schema, by its path in the repository. */
export function renderDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ['config/schema.json', renderJsonSchema(clusterFileSchema)],
    ['docs/settings.md', renderSettingsMd(clusterFileSchema)],
  ]);
}
