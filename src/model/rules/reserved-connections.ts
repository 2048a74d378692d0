import { reservedConnections } from '../pool-room.js';
import { memoryBasis, userInteger } from '../tuning-basis.js';
import { memorySizes } from '../tuning-memory.js';
import { rule } from './rule.js';
import { MEMORY_READS, RESERVED_READS } from './tuned-reads.js';

/** PostgreSQL refuses to start when nobody but a superuser could connect. */
export const reservedConnectionsRule = rule({
  code: 'RESERVED_CONNECTIONS',
  reads: [...MEMORY_READS, ...RESERVED_READS],
  check(config) {
    const basis = memoryBasis(config);
    const { maxConnections } = memorySizes(basis);
    const reserved = reservedConnections((name, otherwise) => userInteger(basis, name, otherwise));
    if (reserved < maxConnections) return;
    return {
      at: 'postgresql.parameters.superuser_reserved_connections',
      got: `${reserved} with reserved_connections`,
      need: `less than max_connections ${maxConnections}`,
      why: 'PostgreSQL would not start',
      fix: 'lower it, or raise max_connections',
    };
  },
});
