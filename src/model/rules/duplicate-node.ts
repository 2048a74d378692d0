import { repeats } from './repeats.js';
import { rule } from './rule.js';

/** Services and volumes carry the node's name: two would fight for one volume. */
export const duplicateNode = rule({
  code: 'DUPLICATE_NODE',
  reads: ['nodes[].name', 'nodes[].hostname'],
  check({ nodes }) {
    const names = repeats(nodes.map(({ name }) => name)).map(({ index, first }) => ({
      at: `nodes[${index}].name`,
      got: `${nodes[index]?.name ?? ''}, as nodes[${first}]`,
      need: 'a name of its own for each node',
      why: 'services and volumes are named after the node',
      fix: 'rename one of them, or remove it',
    }));
    const hosts = nodes.map(({ name, hostname }) => hostname ?? name);
    const sameHost = repeats(hosts)
      .filter(({ index, first }) => nodes[index]?.name !== nodes[first]?.name)
      .map(({ index, first }) => ({
        at: `nodes[${index}].${nodes[index]?.hostname === undefined ? 'name' : 'hostname'}`,
        got: `the Swarm host ${hosts[index] ?? ''}, as nodes[${first}]`,
        need: 'a Swarm host of its own for each node',
        why: 'two members on one host die together',
        fix: 'give each node its own hostname',
      }));
    return [...names, ...sameHost];
  },
});
