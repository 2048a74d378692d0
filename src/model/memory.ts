import { clamp, floorToMegabytes, GB, MB } from './sizes.js';

/** How the memory of one host is shared: limits of the tiers, the rest is the member's. */
export interface MemorySplit {
  /** Kept free for the host: kernel, Docker, page cache of etcd. */
  readonly hostBytes: number;
  /** 0 on a node without etcd. */
  readonly etcdBytes: number;
  readonly haproxyBytes: number;
  readonly pgbouncerBytes: number;
  readonly reconcilerBytes: number;
  /** Limit of the Patroni member; 0 or less if the host is too small. */
  readonly memberBytes: number;
}

/** Limits a user gave single tiers, bytes; one without gets its share. */
export type GivenLimits = Readonly<
  Record<'etcd' | 'haproxy' | 'pgbouncer' | 'reconciler', number | undefined>
>;

/**
 * Shares a host's memory among what runs there. The sum is exactly the host's memory.
 *
 * HAProxy, PgBouncer and the reconciler are one service each for all nodes, so their limits follow
 * from the smallest host.
 *
 * @param totalBytes - memory of this host
 * @param smallestBytes - memory of the smallest host of the cluster
 */
export function splitMemory(
  totalBytes: number,
  smallestBytes: number,
  carriesEtcd: boolean,
  given: Partial<GivenLimits> = {},
): MemorySplit {
  const parts = {
    hostBytes: Math.max(256 * MB, floorToMegabytes(totalBytes / 10)),
    etcdBytes: carriesEtcd ? (given.etcd ?? share(smallestBytes, 16, 256 * MB, 2 * GB)) : 0,
    haproxyBytes: given.haproxy ?? share(smallestBytes, 64, 128 * MB, 512 * MB),
    pgbouncerBytes: given.pgbouncer ?? share(smallestBytes, 128, 96 * MB, 256 * MB),
    reconcilerBytes: given.reconciler ?? share(smallestBytes, 128, 160 * MB, 256 * MB),
  };
  const taken = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  return { ...parts, memberBytes: totalBytes - taken };
}

function share(bytes: number, parts: number, least: number, most: number): number {
  return floorToMegabytes(clamp(bytes / parts, least, most));
}
