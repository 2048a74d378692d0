import type { NodeConfig } from '../../config/schema/node.js';

/** Node counts at which every node carries etcd unless the file says otherwise. */
const ALL_BY_DEFAULT: readonly number[] = [1, 3];

/** Whether the file must say for each node if it carries etcd. */
export function mustChooseEtcd(nodes: readonly NodeConfig[]): boolean {
  return !ALL_BY_DEFAULT.includes(nodes.length);
}

/** Whether this one of `nodes` carries an etcd member. */
export function carriesEtcd({ etcd }: NodeConfig, nodes: readonly NodeConfig[]): boolean {
  return etcd ?? !mustChooseEtcd(nodes);
}

/** The nodes that carry an etcd member, in the order of the file. */
export function etcdNodes(nodes: readonly NodeConfig[]): NodeConfig[] {
  return nodes.filter((node) => carriesEtcd(node, nodes));
}
