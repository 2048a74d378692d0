import { haproxySchema } from '../../../config/schema/haproxy.js';
import { pgbouncerSchema } from '../../../config/schema/pgbouncer.js';
import { ports } from '../ports.js';
import { rule } from './rule.js';

/** Management and gossip: each Swarm host needs them for itself. */
const SWARM_PORTS: readonly number[] = [2377, 7946];

const DEFAULTS = hostPorts({
  haproxy: haproxySchema.parse({}),
  pgbouncer: pgbouncerSchema.parse({}),
});

/** Every host publishes all of them, so each number can be given once. */
export const portCollision = rule({
  code: 'PORT_COLLISION',
  reads: ['haproxy.write_port', 'haproxy.read_port', 'haproxy.stats_port', 'pgbouncer.port'],
  check(config) {
    const holders = new Map(SWARM_PORTS.map((port) => [port, 'the Swarm itself']));
    const entries = Object.entries(hostPorts(config));
    // Ports left at their default come first, so that the problem is shown where the user wrote one.
    const typed = ([at, port]: [string, number]) => (DEFAULTS[at] === port ? 0 : 1);
    const published = entries
      .toSorted((a, b) => typed(a) - typed(b))
      .flatMap(([at, port]) => {
        const holder = holders.get(port);
        holders.set(port, holder ?? at);
        if (holder === undefined) return [];
        return {
          at,
          got: `${port}, the port of ${holder}`,
          need: 'a port of its own',
          why: 'all of them are published on every host',
          fix: 'choose another port for one of them',
        };
      });
    return [...published, ...takenByGuard(config)];
  },
});

interface Proxies {
  readonly haproxy: { write_port: number; read_port: number; stats_port: number };
  readonly pgbouncer: { port: number };
}

/** The guard that pauses the pools shares PgBouncer's container. */
function takenByGuard({ pgbouncer }: Proxies) {
  if (pgbouncer.port !== ports.poolGuard) return [];
  return [
    {
      at: 'pgbouncer.port',
      got: `${pgbouncer.port}, the port of the guard beside PgBouncer`,
      need: 'a port of its own',
      why: 'the guard that pauses the pools listens in the same container',
      fix: 'choose another port',
    },
  ];
}

function hostPorts({ haproxy, pgbouncer }: Proxies): Record<string, number> {
  return {
    'haproxy.write_port': haproxy.write_port,
    'haproxy.read_port': haproxy.read_port,
    'haproxy.stats_port': haproxy.stats_port,
    'pgbouncer.port': pgbouncer.port,
  };
}
