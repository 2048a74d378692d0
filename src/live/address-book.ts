import { resolveHost } from './resolve-host.js';

/**
 * Last known addresses of hosts: an engine that stops withdraws all names two seconds after the signal,
 * while the network still works (measured).
 */
export interface AddressBook {
  /** Asks for all names again; keeps what it knew of those that do not resolve. */
  refresh(): Promise<void>;
  /** Address of `host`, or the name itself while none is known. */
  at(host: string): string;
}

export function addressBook(
  hosts: readonly string[],
  resolve: (host: string) => Promise<readonly string[]> = resolveHost,
): AddressBook {
  const known = new Map<string, string>();
  return {
    refresh: async () => {
      await Promise.all(
        hosts.map(async (host) => {
          const [address] = await resolve(host);
          if (address !== undefined) known.set(host, address);
        }),
      );
    },
    at: (host) => known.get(host) ?? host,
  };
}
