import { rule } from './rule.js';

/** Two overlays of one cluster that share addresses cannot be created. */
export const subnetOverlap = rule({
  code: 'SUBNET_OVERLAP',
  reads: ['swarm.networks.data', 'swarm.networks.dcs'],
  check({ swarm: { networks } }) {
    const data = addresses(networks.data);
    const dcs = addresses(networks.dcs);
    if (data.first > dcs.last || dcs.first > data.last) return;
    return {
      at: 'swarm.networks.dcs',
      got: `${networks.dcs}, which overlaps data ${networks.data}`,
      need: 'a subnet of its own',
      why: 'members are in both networks and could not tell the two apart',
      fix: 'choose subnets that share no address, such as 10.88.0.0/24 and 10.88.1.0/24',
    };
  },
});

/** First and last address of an IPv4 subnet, as numbers. */
function addresses(cidr: string): { first: number; last: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}
