import { parseBytes } from '../../core/units.js';
import { rule } from './rule.js';

const LEAST_BYTES = 1024 ** 3;

/** What the tiers reserve leaves nothing for PostgreSQL below this; the model does the exact sum. */
export const nodeTooSmall = rule({
  code: 'NODE_TOO_SMALL',
  reads: ['nodes[].memory'],
  check({ nodes }) {
    return nodes.flatMap(({ memory }, index) =>
      (parseBytes(memory) ?? 0) < LEAST_BYTES
        ? {
            at: `nodes[${index}].memory`,
            got: memory,
            need: '1GB or more',
            why: 'etcd, HAProxy, PgBouncer and the host come off first',
            fix: 'give the host more memory',
          }
        : [],
    );
  },
});
