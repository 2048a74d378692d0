import { rule } from './rule.js';

const PAIRS = [
  ['nofailover', 'failover_priority'],
  ['nosync', 'sync_priority'],
] as const;

/** Names that Patroni reads itself; `nostream` would leave the member without any source of WAL. */
const PATRONI_TAGS = [
  ...PAIRS.flat(),
  'noloadbalance',
  'clonefrom',
  'replicatefrom',
  'nostream',
] as string[];

/**
 * Of two tags that answer one question Patroni takes one and logs a warning at most.
 *
 * @see https://patroni.readthedocs.io/en/latest/yaml_configuration.html#tags
 */
export const tagConflict = rule({
  code: 'TAG_CONFLICT',
  reads: ['nodes[].tags'],
  check({ nodes }) {
    return nodes.flatMap(({ tags }, index) => [
      ...PAIRS.filter(
        ([flag, priority]) => tags[flag] !== undefined && tags[priority] !== undefined,
      ).map(([flag, priority]) => ({
        at: `nodes[${index}].tags.${priority}`,
        got: `${priority} and ${flag}`,
        need: 'one of the two',
        why: `${flag} is the same as ${priority} 0, and Patroni would ignore the other`,
        fix: `remove ${flag}`,
      })),
      ...Object.keys(tags.custom)
        .filter((name) => PATRONI_TAGS.includes(name))
        .map((name) => ({
          at: `nodes[${index}].tags.custom.${name}`,
          got: name,
          need: 'a name that Patroni does not read',
          why: 'it would be one of the tags Patroni acts on, unchecked',
          fix: name === 'nostream' ? 'remove it' : `write it beside custom`,
        })),
    ]);
  },
});
