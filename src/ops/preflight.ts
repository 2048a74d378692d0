import { UserError, type Problem } from '../core/problem.js';
import type { Swarm, SwarmNode } from '../live/swarm.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { ImageLock, SecretManifest } from '../model/secret-manifest.js';
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
 * @throws UserError with all of `NODE_NOT_IN_SWARM`, `NODE_NOT_READY`, `IMAGES_NOT_LOCKED` and the
 *   codes of `checkSecrets`
 */
export async function preflight(options: PreflightOptions): Promise<void> {
  const { swarm, model, cluster, manifest, images } = options;
  const [nodes, secrets] = await Promise.all([
    swarm.nodes(),
    checkSecrets(swarm, model.clusterScope, cluster, manifest),
  ]);
  const problems = [
    ...nodeProblems(wantedHosts(model), nodes),
    ...secrets.problems,
    ...(images ? [] : [imagesNotLocked(model.lab)]),
  ];
  if (problems.length > 0) throw new UserError(problems, 'live');
}

/** Swarm host name by the name the cluster file gives the node. */
function wantedHosts({ etcd, patroni }: ClusterModel): Map<string, string> {
  return new Map(
    [...etcd.members, ...patroni.members].map(({ node, hostname }) => [node, hostname]),
  );
}

function nodeProblems(wanted: ReadonlyMap<string, string>, nodes: readonly SwarmNode[]): Problem[] {
  const known = nodes.map(({ hostname }) => hostname).join(', ');
  return [...wanted].flatMap(([name, hostname]): Problem[] => {
    // A host that was joined again appears twice: what counts is whether one of them can run tasks.
    const candidates = nodes.filter((node) => node.hostname === hostname);
    const [first] = candidates;
    if (!first) return [nodeNotInSwarm(name, hostname, known)];
    if (candidates.some(canRunTasks)) return [];
    return [nodeNotReady(name, first)];
  });
}

function canRunTasks({ state, availability }: SwarmNode): boolean {
  return state === 'ready' && availability === 'active';
}

function nodeNotInSwarm(name: string, hostname: string, known: string): Problem {
  return {
    code: 'NODE_NOT_IN_SWARM',
    at: `nodes.${name}`,
    got: `${hostname}; the Swarm has ${known}`,
    need: 'the host name of a Swarm node',
    why: 'its member would wait for that node for ever',
    fix: 'join the host to the Swarm, or set hostname to the name in docker node ls',
  };
}

function nodeNotReady(name: string, { hostname, state, availability }: SwarmNode): Problem {
  return {
    code: 'NODE_NOT_READY',
    at: `nodes.${name}`,
    got: `${hostname} is ${state}, availability ${availability}`,
    need: 'ready and active',
    why: 'its member cannot start there, and the apply would wait for it',
    fix:
      state === 'ready'
        ? `run docker node update --availability active ${hostname}`
        : `start ${hostname}, or see why its engine does not reach the managers`,
  };
}

function imagesNotLocked(lab: boolean): Problem {
  return {
    code: 'IMAGES_NOT_LOCKED',
    at: 'images',
    got: 'no image lock',
    need: 'one image by digest for every tier',
    why: 'every node must run the same bytes',
    fix: lab ? 'run npm start' : 'run patroni-swarm images push --registry REGISTRY',
  };
}
