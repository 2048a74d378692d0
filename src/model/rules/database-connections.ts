import { poolSizes } from '../pool-sizes.js';
import { rule } from './rule.js';
import { POOL_READS } from './tuned-reads.js';

/** A limit of a database that its own pools would run into. */
export const databaseConnections = rule({
  code: 'DATABASE_CONNECTIONS',
  reads: [...POOL_READS, 'databases[].name', 'databases[].connection_limit', 'nodes[].name'],
  check(config) {
    if (config.databases.every((database) => database.connection_limit === undefined)) return;
    const limits = new Map(poolSizes(config).map(({ name, limit }) => [name, limit]));
    const poolers = config.nodes.length;
    return config.databases.flatMap(({ connection_limit, name }, index) => {
      const each = limits.get(name) ?? 0;
      if (connection_limit === undefined || connection_limit >= each * poolers) return [];
      return {
        at: `databases[${index}].connection_limit`,
        got: `${connection_limit}`,
        need: `${each * poolers} or more: ${each} connections of ${poolers} PgBouncers`,
        why: 'PostgreSQL would refuse connections that PgBouncer may open',
        fix: 'raise it, or lower pool_size',
      };
    });
  },
});
