import type { ClusterModel } from './cluster-model.js';
import type { MemberPlacement } from './service-model.js';
import type { Topology } from './desired-state.js';

/** Where everything of the cluster is: mounted in the reconciler, handed to jobs. */
export function topologyOf(model: ClusterModel): Topology {
  const { etcd, haproxy, patroni, pgbouncer, reconciler } = model;
  return {
    format: 1,
    scope: model.clusterScope,
    deadlineSeconds: Math.round(reconciler.deadlineMs / 1000),
    etcd: { clientPort: etcd.clientPort, members: etcd.members.map(place) },
    patroni: {
      postgresPort: patroni.postgresPort,
      restPort: patroni.restPort,
      synchronousMode: patroni.dynamic.synchronousMode,
      ttlSeconds: patroni.dynamic.ttlSeconds,
      loopWaitSeconds: patroni.dynamic.loopWaitSeconds,
      members: patroni.members.map(place),
    },
    haproxy: {
      service: haproxy.serviceName,
      tasks: haproxy.nodeCount,
      writePort: haproxy.writePort,
      readPort: haproxy.readPort,
      statsPort: haproxy.statsPort,
    },
    pgbouncer: {
      service: pgbouncer.serviceName,
      tasks: pgbouncer.nodeCount,
      port: pgbouncer.port,
      authUser: pgbouncer.authUser,
      authDatabase: pgbouncer.authDatabase,
    },
    reconciler: { service: reconciler.serviceName, statusPort: reconciler.statusPort },
    databases: reconciler.databases.map(({ name, owner }) => ({ name, owner })),
    ...(reconciler.drift === 'correct' && { drift: reconciler.drift }),
    ...(model.without.length > 0 && { without: [...model.without] }),
  };
}

function place({ node, serviceName }: MemberPlacement): { node: string; service: string } {
  return { node, service: serviceName };
}
