import type { LabContext, LabNode } from './context.js';
import { unknownLabNode } from './problems.js';

/** @throws UserError `LAB_NODE_UNKNOWN` */
export function labNodeNamed(context: LabContext, name: string): LabNode {
  const node = context.nodes.find((candidate) => candidate.name === name);
  if (node) return node;
  throw unknownLabNode(
    name,
    context.nodes.map((known) => known.name),
  );
}

/** `DOCKER_HOST` of a host's own engine; it answers while the host's network is cut. */
export const apiOf = (node: LabNode) => `unix://${node.socket}`;
