import { recordFault, recordOfLine, recordOfRule, type HbaContext } from '../hba-record.js';
import { rule } from './rule.js';

/**
 * A line PostgreSQL cannot read is skipped on reload and stops the next start (measured).
 *
 * @see https://www.postgresql.org/docs/17/auth-pg-hba-conf.html
 */
export const hbaSyntax = rule({
  code: 'HBA_SYNTAX',
  reads: ['postgresql.pg_hba', 'postgresql.version', 'images.patroni'],
  check({ postgresql: { pg_hba, version }, images }) {
    if (pg_hba.length === 0) return;
    const context: HbaContext = { version, ownImage: images.patroni !== undefined };
    return pg_hba.flatMap((entry, index) => {
      const at = `postgresql.pg_hba[${index}]`;
      const why = 'a line that cannot be read stops the next start of PostgreSQL';
      if (typeof entry === 'string') {
        const record = recordOfLine(entry);
        const need = typeof record === 'string' ? record : recordFault(record, context)?.need;
        const fix = 'such as: host orders all 10.0.0.0/8 scram-sha-256';
        return need === undefined ? [] : { at, got: entry, need, why, fix };
      }
      const fault = recordFault(recordOfRule(entry), context);
      if (!fault) return [];
      const got = entry[fault.part];
      return {
        at: got === undefined ? at : `${at}.${fault.part}`,
        got: typeof got === 'string' ? got : got === undefined ? 'nothing' : JSON.stringify(got),
        need: fault.need,
        why,
      };
    });
  },
});
