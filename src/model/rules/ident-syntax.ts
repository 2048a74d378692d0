import { hbaTokens } from '../../core/hba-tokens.js';
import { rule } from './rule.js';

/**
 * A line PostgreSQL cannot read makes it ignore the whole file.
 *
 * @see https://www.postgresql.org/docs/17/auth-username-maps.html
 */
export const identSyntax = rule({
  code: 'IDENT_SYNTAX',
  reads: ['postgresql.pg_ident', 'postgresql.version'],
  check({ postgresql: { pg_ident, version } }) {
    return pg_ident.flatMap((line, index) => {
      const need = identFault(line, version);
      if (need === undefined) return [];
      return {
        at: `postgresql.pg_ident[${index}]`,
        got: line,
        need,
        why: 'one line that cannot be read makes PostgreSQL ignore all of them',
        fix: 'such as: users anna@example.org anna',
      };
    });
  },
});

function identFault(line: string, version: number): string | undefined {
  if (/\\\s*$/.test(line)) return 'no backslash at the end: it would swallow the next line';
  const { fields, open } = hbaTokens(line);
  if (open) return 'a closing quote';
  if (fields.length === 0) return 'a map, not a comment: those belong into this file';
  if (fields.length !== 3 || fields.some((words) => words.length !== 1)) {
    return 'MAP SYSTEM-USER DATABASE-USER, one of each';
  }
  const [, system, role] = fields.map(([word]) => word);
  const special = role && !role.quoted && /^(\+.|\/.|all$)/.test(role.text);
  if (special && version < 16) return 'one role: all, +role and /regex are there from 16 on';
  const refers = role && /\\1/.test(role.text) && !role.text.startsWith('/');
  if (refers && !/^\/.*\(/.test(system?.text ?? '')) {
    return 'a /regex with a group as the system user, for \\1';
  }
  return undefined;
}
