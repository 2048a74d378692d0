import { rule } from './rule.js';

/** HAProxy warns at each start, and is slower, when threads share a CPU. */
export const haproxyThreads = rule({
  code: 'HAPROXY_THREADS',
  reads: ['haproxy.nbthread', 'nodes[].cpus', 'swarm.tiers.haproxy.resources.cpus'],
  check({ haproxy: { nbthread }, nodes, swarm }) {
    const { cpus: limit = Infinity } = swarm.tiers.haproxy.resources;
    const most = Math.max(1, Math.floor(Math.min(limit, ...nodes.map(({ cpus }) => cpus))));
    if (nbthread === undefined || nbthread <= most) return;
    return {
      at: 'haproxy.nbthread',
      got: `${nbthread} threads`,
      need: `${most} or fewer, the CPUs it may use on the smallest node`,
      why: 'threads that compete for a CPU make HAProxy slower',
      fix: `set nbthread to ${most}, or remove it`,
    };
  },
});
