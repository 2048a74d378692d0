/**
 * First address of an IPv4 subnet: the gateway of our overlay networks.
 *
 * @param cidr - `10.88.0.0/24`; host bits are ignored
 */
export function firstAddress(cidr: string): string {
  const [address = '', prefix = '32'] = cidr.split('/');
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(prefix));
  const first = Math.floor(number / size) * size + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}
