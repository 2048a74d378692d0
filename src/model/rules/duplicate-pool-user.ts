import { repeats } from './repeats.js';
import { rule } from './rule.js';

/** PgBouncer takes the last line of a login and says nothing about the first. */
export const duplicatePoolUser = rule({
  code: 'DUPLICATE_POOL_USER',
  reads: ['pgbouncer.users[].name'],
  check({ pgbouncer: { users } }) {
    return repeats(users.map(({ name }) => name)).map(({ index, first }) => ({
      at: `pgbouncer.users[${index}].name`,
      got: `${users[index]?.name ?? ''}, as pgbouncer.users[${first}]`,
      need: 'each login once',
      why: 'only one of the entries would count',
      fix: 'merge the two entries',
    }));
  },
});
