import { rule } from './rule.js';

const HOST_TYPES = ['host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'];
const METHODS = new Set(
  'trust reject scram-sha-256 md5 password gss sspi ident peer pam bsd ldap radius cert'.split(' '),
);

/**
 * A line PostgreSQL cannot read is skipped on reload and stops the next start (measured).
 *
 * @see https://www.postgresql.org/docs/17/auth-pg-hba-conf.html
 */
export const hbaSyntax = rule({
  code: 'HBA_SYNTAX',
  reads: ['postgresql.pg_hba'],
  check({ postgresql: { pg_hba } }) {
    return pg_hba.flatMap((line, index) => {
      const need = hbaFault(line);
      if (need === undefined) return [];
      return {
        at: `postgresql.pg_hba[${index}]`,
        got: line,
        need,
        why: 'a line that cannot be read stops the next start of PostgreSQL',
        fix: 'such as: host orders all 10.0.0.0/8 scram-sha-256',
      };
    });
  },
});

/** What the line would need, or undefined if it can stand. */
function hbaFault(line: string): string | undefined {
  if (/\\\s*$/.test(line)) return 'no backslash at the end: it would swallow the next line';
  if ((line.match(/"/g)?.length ?? 0) % 2 === 1) return 'a closing quote';
  const [type = '', ...fields] = line.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
  if (type === '' || type.startsWith('#'))
    return 'a rule, not a comment: those belong into this file';
  if (type === 'local') return methodFault(fields[2]);
  if (!HOST_TYPES.includes(type)) return `local, ${HOST_TYPES.join(', ')} as the first word`;
  const hasMask = /^[\d.]+$/.test(fields[3] ?? '');
  return methodFault(fields[hasMask ? 4 : 3]);
}

function methodFault(method: string | undefined): string | undefined {
  if (method === undefined) return 'TYPE DATABASE USER ADDRESS METHOD (no address with local)';
  return METHODS.has(method) ? undefined : `a method PostgreSQL knows instead of ${method}`;
}
