import { UserError } from '../core/problem.js';
import type { Swarm } from '../live/swarm.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
import { etcdQuorumMissing } from './etcd-quorum.js';
import { nodeProblems } from './preflight-nodes.js';
import { checkSecrets } from './secrets-check.js';

export interface PreflightOptions {
  readonly swarm: Swarm;
  readonly model: ClusterModel;
  /** As the user calls the cluster; for messages. */
  readonly cluster: string;
  /** Undefined if the file is missing. */
  readonly manifest: SecretManifest | undefined;
  /** Undefined if the file is missing. */
  readonly images: ImageLock | undefined;
}

/**
 * Looks for everything that would make an apply wait in vain, before anything is changed.
 *
 * @throws UserError with all of `NODE_NOT_IN_SWARM`, `NODE_NOT_READY`, `NODE_NOT_IN_FILE`, `IMAGES_NOT_LOCKED` and the
 *   codes of `checkSecrets`; with nodes left out, `NODE_IS_HEALTHY` and `ETCD_QUORUM_MISSING` too
 */
export async function preflight(options: PreflightOptions): Promise<void> {
  const { swarm, model, cluster, manifest, images } = options;
  const [nodes, secrets] = await Promise.all([
    swarm.nodes(),
    checkSecrets(swarm, model.clusterScope, cluster, manifest),
  ]);
  const problems = [
    ...nodeProblems(model, nodes, cluster),
    ...etcdQuorumMissing(model),
    ...secrets.problems,
    ...(images ? [] : [imagesNotLocked(model.lab)]),
  ];
  if (problems.length > 0) throw new UserError(problems, 'live');
}

function imagesNotLocked(lab: boolean) {
  return {
    code: 'IMAGES_NOT_LOCKED',
    at: 'images',
    got: 'no image lock',
    need: 'one image by digest for every tier',
    why: 'every node must run the same bytes',
    fix: lab ? 'run npm start' : 'run patroni-swarm images push --registry REGISTRY',
  };
}
