import type { Problem } from '../core/problem.js';
import type { Swarm, SwarmNode } from '../live/swarm.js';
import type { ClusterModel } from '../model/cluster-model.js';

/**
 * Nodes the apply would wait for in vain, nodes left out for no reason, and nodes that would take what
 * belongs on others.
 *
 * @param cluster - as the user calls it
 */
export function nodeProblems(
  model: ClusterModel,
  nodes: readonly SwarmNode[],
  cluster: string,
): Problem[] {
  const known = nodes.map(({ hostname }) => hostname).join(', ');
  const wanted = wantedHosts(model);
  const members = [...wanted].flatMap(([name, hostname]): Problem[] => {
    // A host that was joined again appears twice: what counts is whether one of them can run tasks.
    const candidates = nodes.filter((node) => node.hostname === hostname);
    const works = candidates.some(canRunTasks);
    if (model.without.includes(name)) return works ? [nodeIsHealthy(name, hostname)] : [];
    const [first] = candidates;
    if (!first) return [nodeNotInSwarm(name, hostname, known)];
    return works ? [] : [nodeNotReady(name, first, cluster)];
  });
  // A host name that is wrong makes a stranger of the node that is meant: one error, not two.
  return members.length > 0 ? members : nodesNotInFile(model, nodes, new Set(wanted.values()));
}

/** HAProxy and PgBouncer are one task a host; which hosts, Swarm decides unless a constraint does. */
function nodesNotInFile(
  { haproxy, pgbouncer }: ClusterModel,
  nodes: readonly SwarmNode[],
  wanted: ReadonlySet<string>,
): Problem[] {
  const free = [haproxy, pgbouncer].filter(({ constraints }) => constraints.length === 0);
  const others = nodes.filter((node) => canRunTasks(node) && !wanted.has(node.hostname));
  if (free.length === 0 || others.length === 0) return [];
  const [first] = others.map(({ hostname }) => hostname);
  return [
    {
      code: 'NODE_NOT_IN_FILE',
      at: 'nodes',
      got: `the Swarm also has ${others.map(({ hostname }) => hostname).join(', ')}, ready and active`,
      need: 'HAProxy and PgBouncer on the nodes of the cluster file, and on no other',
      why: 'Swarm may start them on any node, and a node of the file would have none then',
      fix: `docker node update --availability drain ${first}, if it has left the cluster;\nor label the cluster's nodes and set swarm.tiers.haproxy.placement and swarm.tiers.pgbouncer.placement`,
    },
  ];
}

/** What a failed apply may have waited for; nothing if the Swarm cannot be asked. */
export async function nodesLostMeanwhile(
  swarm: Swarm,
  model: ClusterModel,
  cluster: string,
): Promise<Problem[]> {
  const nodes = await swarm.nodes().catch(() => undefined);
  if (!nodes) return [];
  return nodeProblems(model, nodes, cluster).filter(({ code }) => code === 'NODE_NOT_READY');
}

/** Swarm host name by the name the cluster file gives the node. */
function wantedHosts({ etcd, patroni }: ClusterModel): Map<string, string> {
  return new Map(
    [...etcd.members, ...patroni.members].map(({ node, hostname }) => [node, hostname]),
  );
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

function nodeNotReady(
  name: string,
  { hostname, state, availability }: SwarmNode,
  cluster: string,
): Problem {
  const mend =
    state === 'ready'
      ? `run docker node update --availability active ${hostname}`
      : `start ${hostname}, or see why its engine does not reach the managers`;
  return {
    code: 'NODE_NOT_READY',
    at: `nodes.${name}`,
    got: `${hostname} is ${state}, availability ${availability}`,
    need: 'ready and active',
    why: 'its member cannot start there, and the apply would wait for it',
    fix: `${mend};\nto change the others meanwhile: patroni-swarm deploy ${cluster} --without ${name}`,
  };
}

function nodeIsHealthy(name: string, hostname: string): Problem {
  return {
    code: 'NODE_IS_HEALTHY',
    at: `--without ${name}`,
    got: `${hostname} is ready, availability active`,
    need: 'a node that cannot run tasks',
    why: 'its member would go on with settings that the others no longer have',
    fix: `leave the option out, or run docker node update --availability drain ${hostname} first`,
  };
}
