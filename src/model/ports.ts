/** Ports inside the networks; ports on the hosts are the cluster file's. */
export const ports = {
  etcdClient: 2379,
  /** gRPC on loopback: `etcdctl` inside a member. */
  etcdGrpc: 2378,
  etcdPeer: 2380,
  etcdMetrics: 2381,
  postgres: 5432,
  patroniRest: 8008,
  reconcilerStatus: 8080,
  /** Beside each PgBouncer: asks to pause its pools and to resume them. */
  poolGuard: 8009,
} as const;
