import { readJsonFile } from '../../config/read-json.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import { projectPaths } from './project-paths.js';
import {
  type ImageLock,
  imageLockSchema,
  type SecretManifest,
  secretManifestSchema,
} from './secret-manifest.js';

/** What a cluster needs besides its file: made by `images push` and `secrets init`, committed. */
export interface ClusterInputs {
  readonly images: ImageLock;
  readonly secrets: SecretManifest;
}

/**
 * Reads the image lock and the secrets file that belong to a cluster.
 *
 * @throws UserError `IMAGES_NOT_LOCKED` or `SECRETS_MISSING` if the command that makes them never ran
 */
export function readClusterInputs(projectRoot: string, config: ClusterConfig): ClusterInputs {
  const { lab } = config.swarm;
  const at = projectPaths(config.scope, lab);
  return {
    images: readJsonFile(projectRoot, at.imageLock, imageLockSchema, {
      code: 'IMAGES_NOT_LOCKED',
      why: 'a service needs its image by digest',
      fix: lab ? 'run npm start' : 'run patroni-swarm images push --registry REGISTRY',
    }),
    secrets: readJsonFile(projectRoot, at.secretManifest, secretManifestSchema, {
      code: 'SECRETS_MISSING',
      why: 'a service refers to its secrets by their ids in the Swarm',
      fix: `run patroni-swarm secrets init ${config.scope}`,
    }),
  };
}
