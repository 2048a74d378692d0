import type { PatroniModel } from '../model/patroni-model.js';
import { paths } from '../model/paths.js';
import { dynamicSettings } from './dynamic-settings.js';
import { hbaLines } from './pg-hba.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/**
 * Renders `bootstrap.yml`: the first version of the cluster-wide content.
 *
 * Patroni reads it once, when a cluster is born; afterwards the same settings live in the DCS and the
 * reconciler changes them there. Its Swarm config is frozen.
 */
export function renderBootstrapYml(patroni: PatroniModel): RenderedFile {
  const settings = dynamicSettings(patroni);
  return yamlFile(paths.bootstrapYml, patroni.clusterScope, {
    bootstrap: {
      dcs: {
        ...settings,
        postgresql: {
          ...settings.postgresql,
          parameters: Object.fromEntries(
            patroni.parameters.map(({ name, value }) => [name, value]),
          ),
          pg_hba: hbaLines(patroni),
        },
      },
      initdb: patroni.initdb.map(({ name, value }) =>
        value === undefined ? name : { [name]: value },
      ),
      post_init: `${paths.hook} post_init`,
    },
  });
}
