import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The own IPv4 address on the first of `subnets` that this machine is on.
 *
 * @param subnets - such as `10.88.0.0/24`; loopback addresses count for none of them
 * @returns undefined if it is on none of them
 */
export function ownAddressIn(
  subnets: readonly string[],
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string | undefined {
  const own = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  return subnets
    .map((subnet) => own.find((address) => isIn(subnet, address)))
    .find((address) => address !== undefined);
}

function isIn(subnet: string, address: string): boolean {
  const [network = '', bits = '32'] = subnet.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}
