import { hbaTokens } from '../../core/hba-tokens.js';
import { recordFault, recordOfLine, recordOfRule } from '../hba-record.js';
import { rule } from './rule.js';

/**
 * An access rule whose map has no line lets nobody in; PostgreSQL says so at each login only.
 *
 * @see https://www.postgresql.org/docs/17/auth-username-maps.html
 */
export const hbaMapUnknown = rule({
  code: 'HBA_MAP_UNKNOWN',
  reads: ['postgresql.pg_hba', 'postgresql.pg_ident', 'postgresql.version', 'images.patroni'],
  check({ images, postgresql: { pg_hba, pg_ident, version } }) {
    const context = { version, ownImage: images.patroni !== undefined };
    const known = [...new Set(pg_ident.flatMap((line) => mapOf(line) ?? []))].sort();
    return pg_hba.flatMap((entry, index) => {
      const record = typeof entry === 'string' ? recordOfLine(entry) : recordOfRule(entry);
      // What is no rule that PostgreSQL could read is another problem.
      if (typeof record === 'string' || recordFault(record, context)) return [];
      const { map } = record.options;
      if (map === undefined || known.includes(map)) return [];
      const at = `postgresql.pg_hba[${index}]`;
      return {
        at: typeof entry === 'string' ? at : `${at}.options.map`,
        got: map,
        need: known.length > 0 ? `one of ${known.join(', ')}` : 'a map of postgresql.pg_ident',
        why: 'no line of pg_ident has this map, so the rule would let nobody in',
        fix: `add lines to postgresql.pg_ident, such as: ${map} SYSTEM-USER DATABASE-USER`,
      };
    });
  },
});

function mapOf(line: string): string | undefined {
  return hbaTokens(line).fields[0]?.[0]?.text;
}
