import { UserError } from '../core/problem.js';
import type { ClusterModel } from './cluster-model.js';
import { names } from './names.js';
import type { MemberPlacement } from './service-model.js';

/**
 * The cluster as it is deployed while some of its nodes cannot run tasks.
 *
 * Members of such a node stay what they are and nothing waits for them; HAProxy and PgBouncer run on
 * the other nodes only. Every rendered file but the topology keeps its bytes.
 *
 * Why so: `docs/adr/0008-deploy-without-a-node.md`.
 *
 * @param nodes - `nodes[].name`, in any order; none leaves the model as it is
 * @throws UserError `NODE_UNKNOWN`, or `NO_NODE_LEFT`
 */
export function withoutNodes(model: ClusterModel, nodes: readonly string[]): ClusterModel {
  const without = [...new Set(nodes)].sort();
  if (without.length === 0) return model;
  const known = model.patroni.members.map(({ node }) => node);
  const unknown = without.filter((node) => !known.includes(node));
  if (unknown.length > 0) throw new UserError(unknown.map((node) => nodeUnknown(node, known)));
  const left = known.length - without.length;
  if (left === 0) throw new UserError([noNodeLeft(without)]);
  return {
    ...model,
    without,
    haproxy: { ...model.haproxy, nodeCount: left },
    pgbouncer: { ...model.pgbouncer, nodeCount: left },
  };
}

/** Whether a resource belongs to a member of a node that is left out. */
export function isLeftOut(model: ClusterModel, resourceName: string): boolean {
  const { clusterScope, without } = model;
  return without.some((node) =>
    [names.etcdMember(clusterScope, node), names.patroniMember(clusterScope, node)].some(
      (service) => resourceName === service || isConfigOf(service, resourceName),
    ),
  );
}

/** A config is named after its service and its content's digest. */
function isConfigOf(service: string, name: string): boolean {
  return name.startsWith(`${service}-`) && /^[0-9a-f]{10}$/.test(name.slice(service.length + 1));
}

/** Members that a change can be carried to. */
export function presentMembers<M extends Pick<MemberPlacement, 'node'>>(
  members: readonly M[],
  without: readonly string[] = [],
): M[] {
  return members.filter(({ node }) => !without.includes(node));
}

function nodeUnknown(node: string, known: readonly string[]) {
  return {
    code: 'NODE_UNKNOWN',
    at: '--without',
    got: node,
    need: `one of ${known.join(', ')}`,
    fix: 'give the name from nodes in the cluster file, not the host name',
  };
}

function noNodeLeft(nodes: readonly string[]) {
  return {
    code: 'NO_NODE_LEFT',
    at: '--without',
    got: nodes.join(', '),
    need: 'at least one node that the change can be carried to',
  };
}
