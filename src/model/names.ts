/**
 * Names of everything in the Swarm, decided in this one place.
 *
 * A task on both networks resolves a peer on the network whose name sorts first, so `data` must sort
 * before `dcs` (measured; a test asserts it).
 */
export const names = {
  dataNetwork: (clusterScope: string) => `${clusterScope}-data`,
  dcsNetwork: (clusterScope: string) => `${clusterScope}-dcs`,
  etcdMember: (clusterScope: string, node: string) => `${clusterScope}-etcd-${node}`,
  patroniMember: (clusterScope: string, node: string) => `${clusterScope}-patroni-${node}`,
  haproxy: (clusterScope: string) => `${clusterScope}-haproxy`,
  pgbouncer: (clusterScope: string) => `${clusterScope}-pgbouncer`,
  reconciler: (clusterScope: string) => `${clusterScope}-reconciler`,
  bootstrapConfig: (clusterScope: string) => `${clusterScope}-bootstrap`,
  secret: (clusterScope: string, secret: SecretName, generation: number) =>
    `${clusterScope}-${secret}-g${generation}`,
  /** Prefix of one-shot jobs; leftovers are found and removed by it. */
  jobPrefix: (clusterScope: string) => `${clusterScope}-job-`,
};

/** First part of Patroni's keys in etcd, as is usual. */
export const PATRONI_NAMESPACE = 'service';

/** Every secret a cluster has. Values never leave the Swarm. */
export const SECRET_NAMES = ['patroni', 'postgres', 'roles', 'userlist', 'haproxy-stats'] as const;

export type SecretName = (typeof SECRET_NAMES)[number];
