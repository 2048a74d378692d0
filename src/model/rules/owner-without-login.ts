import { rule } from './rule.js';

/** `verify` and the owner's own clients log in as the owner of a database. */
export const ownerWithoutLogin = rule({
  code: 'OWNER_WITHOUT_LOGIN',
  reads: ['databases[].name', 'databases[].owner', 'roles[].name', 'roles[].login'],
  check({ databases, roles }) {
    return roles.flatMap(({ name, login }, index) => {
      const owned = databases.find(({ owner }) => owner === name);
      if (login || !owned) return [];
      return {
        at: `roles[${index}].login`,
        got: 'false',
        need: `true: ${name} owns the database ${owned.name}`,
        why: 'nobody could connect to the database as its owner',
        fix: 'remove login, or give the database another owner',
      };
    });
  },
});
