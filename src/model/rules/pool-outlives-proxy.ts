import { parseTime } from '../../core/units.js';
import { rule } from './rule.js';

/** PgBouncer's own, in seconds. */
const SERVER_IDLE_TIMEOUT = 600;

/**
 * Server connections go through HAProxy: one that idles longer than HAProxy allows is cut, and the
 * next query on it fails.
 */
export const poolOutlivesProxy = rule({
  code: 'POOL_OUTLIVES_PROXY',
  reads: [
    'haproxy.timeout.client',
    'haproxy.timeout.server',
    'pgbouncer.server_idle_timeout',
    'pgbouncer.server_lifetime',
    'databases[].pool.server_lifetime',
  ],
  check({ databases, haproxy, pgbouncer }) {
    const idle = pgbouncer.server_idle_timeout ?? SERVER_IDLE_TIMEOUT;
    const lifetimes = databases.flatMap(({ pool }) => pool.server_lifetime ?? []);
    const lifetime = Math.max(pgbouncer.server_lifetime, ...lifetimes);
    const longestMs = Math.min(idle === 0 ? Infinity : idle, lifetime) * 1000;
    return (['client', 'server'] as const).flatMap((side) => {
      const given = haproxy.timeout[side];
      if ((parseTime(given) ?? 0) >= longestMs) return [];
      return {
        at: `haproxy.timeout.${side}`,
        got: given,
        need: `${longestMs / 1000}s or more, the longest PgBouncer keeps an idle connection`,
        why: 'HAProxy would cut pooled connections, and the next query on them would fail',
        fix: `set it to ${Math.ceil(longestMs / 1000)}s, or lower pgbouncer.server_idle_timeout`,
      };
    });
  },
});
