/**
 * Interfaces that lead straight to a subnet, also those whose link is down.
 *
 * @param subnet - `172.31.77.0/24`
 * @param table - content of `/proc/net/route`: addresses are hexadecimal, their bytes reversed
 */
export function interfacesOn(subnet: string, table: string): readonly string[] {
  const [address = '', bits = ''] = subnet.split('/');
  const destination = hex(address.split('.').map(Number));
  const mask = hex(maskBytes(Number(bits)));
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/))
    .filter((columns) => columns[1] === destination && columns[7] === mask)
    .map(([name = '']) => name);
}

function maskBytes(bits: number): readonly number[] {
  return [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, bits - before))));
}

function hex(bytes: readonly number[]): string {
  return bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .reverse()
    .join('')
    .toUpperCase();
}
