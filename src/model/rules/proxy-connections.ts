import { mostOf, planPools } from '../pool-sizes.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** Every PgBouncer may send all its server connections through the same HAProxy. */
export const proxyConnections = rule({
  code: 'PROXY_CONNECTIONS',
  reads: [...POOL_READS, 'haproxy.maxconn'],
  check(config) {
    const { databases, haproxy, nodes } = config;
    const { given, share } = planPools(config);
    const each = given
      .map((pool) => mostOf({ ...pool, size: pool.size ?? Math.max(share, 0) }))
      .reduce((sum, most) => sum + most, 0);
    const need = nodes.length * each;
    if (databases.length === 0 || haproxy.maxconn >= need) return;
    return {
      at: 'haproxy.maxconn',
      got: `${haproxy.maxconn}`,
      need: `${need} or more: ${nodes.length} PgBouncers x ${each} server connections`,
      why: 'pools reach PostgreSQL through HAProxy and would wait there, direct clients with them',
      fix: `set maxconn to ${Math.max(need, 2000)}`,
    };
  },
});
