import { formatBytes, parseBytes } from '../../core/units.js';
import { MB } from '../sizes.js';
import { rule } from './rule.js';

/**
 * A proxy's memory is for its connections: a limit that a full house exceeds gets it killed, and every
 * client of that node with it.
 *
 * @see https://docs.haproxy.org/3.0/configuration.html#tune.bufsize (16 kB, two a connection)
 * @see https://www.pgbouncer.org/features.html (2 kB per connection), and `pkt_buf` when it is busy
 */
export const tierMemory = rule({
  code: 'TIER_MEMORY',
  reads: [
    'swarm.tiers.haproxy.resources.memory',
    'swarm.tiers.pgbouncer.resources.memory',
    'haproxy.maxconn',
    'pgbouncer.max_client_conn',
    'pgbouncer.pkt_buf',
  ],
  check({ haproxy, pgbouncer, swarm: { tiers } }) {
    const proxies = [
      {
        tier: 'haproxy',
        memory: tiers.haproxy.resources.memory,
        program: 64 * MB,
        key: 'maxconn',
        connections: haproxy.maxconn,
        eachBytes: HAPROXY_BYTES,
      },
      {
        tier: 'pgbouncer',
        memory: tiers.pgbouncer.resources.memory,
        // The guard of the pools, a Node.js process, lives beside it.
        program: 64 * MB,
        key: 'max_client_conn',
        connections: pgbouncer.max_client_conn,
        eachBytes: PGBOUNCER_BYTES + (pgbouncer.pkt_buf ?? PKT_BUF),
      },
    ];
    return proxies.flatMap(({ tier, memory, program, key, connections, eachBytes }) => {
      const got = memory === undefined ? Infinity : (parseBytes(memory) ?? 0);
      const least = Math.ceil((program + connections * eachBytes) / MB) * MB;
      if (got >= least) return [];
      return {
        at: `swarm.tiers.${tier}.resources.memory`,
        got: formatBytes(got),
        need: `${formatBytes(least)} or more: ${formatBytes(program)} + ${key} ${connections} x ${formatBytes(eachBytes)}`,
        why: 'a proxy that is killed for lack of memory takes all its connections along',
        fix: `set memory to ${formatBytes(least)}, or lower ${tier}.${key}`,
      };
    });
  },
});

/** Two buffers of `tune.bufsize`, and the session. */
const HAPROXY_BYTES = 34 * 1024;

const PGBOUNCER_BYTES = 2 * 1024;

/** PgBouncer's default of `pkt_buf`. */
const PKT_BUF = 4096;
