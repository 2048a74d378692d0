import { anyOf, nearest } from '../../../config/words.js';
import { predefinedRoles } from '../predefined-roles.js';
import { rule } from './rule.js';

/** A role that nobody creates, and a circle, which PostgreSQL refuses at its last step. */
export const roleMembership = rule({
  code: 'ROLE_MEMBERSHIP',
  reads: ['databases[].owner', 'roles[].name', 'roles[].member_of', 'postgresql.version'],
  check({ databases, postgresql: { version }, roles }) {
    const own = [...roles.map(({ name }) => name), ...databases.map(({ owner }) => owner)];
    const known = [...new Set(own), ...predefinedRoles(version)];
    const groups = new Map(roles.map(({ name, member_of }) => [name, member_of]));
    return roles.flatMap(({ name, member_of }, index) =>
      member_of.flatMap((group, place) => {
        const found = { at: `roles[${index}].member_of[${place}]`, got: group };
        if (!known.includes(group)) {
          const meant = nearest(group, known);
          return {
            ...found,
            need: `a role of this file, or one of PostgreSQL ${version} such as pg_monitor`,
            why: 'nothing creates this role',
            fix: meant === undefined ? `add it to roles` : `write ${meant}, or add it to roles`,
          };
        }
        const path = pathTo(name, group, groups);
        if (path === undefined) return [];
        return {
          ...found,
          need: 'no circle',
          why: `PostgreSQL refuses a role that is a member of itself: ${[name, ...path].join(' → ')}`,
          fix: `remove one of ${anyOf([...new Set(path)])} from its member_of`,
        };
      }),
    );
  },
});

/** From a role over its groups to `target`; undefined if there is no such way. */
function pathTo(
  target: string,
  from: string,
  groups: ReadonlyMap<string, readonly string[]>,
  seen: readonly string[] = [],
): string[] | undefined {
  if (from === target) return [from];
  if (seen.includes(from)) return undefined;
  for (const next of groups.get(from) ?? []) {
    const rest = pathTo(target, next, groups, [...seen, from]);
    if (rest) return [from, ...rest];
  }
  return undefined;
}
