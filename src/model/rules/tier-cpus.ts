import { carriesEtcd } from '../etcd-nodes.js';
import { rule } from './rule.js';

const TIERS = ['etcd', 'haproxy', 'pgbouncer', 'reconciler'] as const;

/**
 * A limit above what the smallest host has.
 *
 * @see https://github.com/moby/moby/blob/v27.5.1/daemon/daemon_unix.go (verifyPlatformContainerResources:
 * "Range of CPUs is from 0.01 to N.00, as there are only N CPUs available")
 */
export const tierCpus = rule({
  code: 'TIER_CPUS',
  reads: [
    'nodes[].cpus',
    'nodes[].etcd',
    ...TIERS.map((tier) => `swarm.tiers.${tier}.resources.cpus`),
  ],
  check({ nodes, swarm: { tiers } }) {
    return TIERS.flatMap((tier) => {
      const { cpus } = tiers[tier].resources;
      const hosts = nodes.filter((node) => tier !== 'etcd' || carriesEtcd(node, nodes));
      const most = Math.min(...hosts.map((node) => node.cpus));
      if (cpus === undefined || cpus <= most) return [];
      return {
        at: `swarm.tiers.${tier}.resources.cpus`,
        got: `${cpus}`,
        need: `${most} or less, the CPUs of the smallest node`,
        why: 'Docker starts no container that may use more CPUs than its host has',
        fix: `set cpus to ${most}, or remove it`,
      };
    });
  },
});
