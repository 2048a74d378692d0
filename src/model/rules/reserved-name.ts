import { loginRoles } from '../login-roles.js';
import { rule } from './rule.js';

/** What PostgreSQL, PgBouncer or this project already call so. */
const DATABASES = new Set(['postgres', 'template0', 'template1', 'pgbouncer']);
const ROLES = new Set(['postgres', 'replicator', 'rewinder', 'pgbouncer_auth', 'public', 'none']);

/**
 * An owner called `replicator` would get the password of an application, and streaming would end.
 *
 * @see https://www.postgresql.org/docs/17/sql-createrole.html (names that begin with pg_)
 */
export const reservedName = rule({
  code: 'RESERVED_NAME',
  reads: ['databases[].name', 'databases[].owner', 'pgbouncer.users[].name', 'roles[].name'],
  check({ databases, pgbouncer: { users }, roles }) {
    const why = 'PostgreSQL, PgBouncer or this project uses the name';
    const lookup = users.flatMap(({ name }, index) =>
      name === loginRoles.pooler
        ? [{ at: `pgbouncer.users[${index}].name`, got: name, need: 'another name', why }]
        : [],
    );
    const taken = databases.flatMap(({ name, owner }, index) => [
      ...(DATABASES.has(name)
        ? [{ at: `databases[${index}].name`, got: name, need: 'another name', why }]
        : []),
      ...(isTaken(owner)
        ? [{ at: `databases[${index}].owner`, got: owner, need: 'another name', why }]
        : []),
    ]);
    const ours = roles.flatMap(({ name }, index) =>
      isTaken(name) ? [{ at: `roles[${index}].name`, got: name, need: 'another name', why }] : [],
    );
    return [...taken, ...lookup, ...ours];
  },
});

function isTaken(role: string): boolean {
  return ROLES.has(role) || role.startsWith('pg_');
}
