import { rule } from './rule.js';

/** A member that follows nobody, or a circle of members, falls behind for ever. */
export const replicateFrom = rule({
  code: 'REPLICATE_FROM',
  reads: ['nodes[].name', 'nodes[].tags.replicatefrom'],
  check({ nodes }) {
    const sources = new Map(nodes.map(({ name, tags }) => [name, tags.replicatefrom]));
    return nodes.flatMap(({ name, tags: { replicatefrom } }, index) => {
      if (replicatefrom === undefined) return [];
      const at = `nodes[${index}].tags.replicatefrom`;
      const need = 'the name of another node that does not follow this one';
      const why = 'a member that follows itself or nobody falls behind for ever';
      if (!sources.has(replicatefrom)) return { at, got: replicatefrom, need, why };
      const path = chain(sources, name);
      return path.at(-1) === name ? { at, got: path.join(' follows '), need, why } : [];
    });
  },
});

/** The node, whom it follows, and so on, until it ends or a name comes again. */
function chain(sources: ReadonlyMap<string, string | undefined>, start: string): string[] {
  const path = [start];
  for (;;) {
    const next = sources.get(path.at(-1) ?? '');
    if (next === undefined) return path;
    const seen = path.includes(next);
    path.push(next);
    if (seen) return path;
  }
}
