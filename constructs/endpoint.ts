import type { ClusterModel } from '../src/model/cluster-model.js';

/** Where clients connect: the same port on every host, so that one dead host costs a reconnect. */
export interface Endpoint {
  /** Swarm host names, sorted. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** libpq URI without a password, all hosts listed. */
  uri(database: string, user: string): string;
}

export interface Endpoints {
  readonly write: Endpoint;
  readonly read: Endpoint;
  readonly pooled: Endpoint;
}

export function endpointsOf(model: ClusterModel): Endpoints {
  const hosts = model.patroni.members.map((member) => member.hostname);
  return {
    write: endpoint(hosts, model.haproxy.writePort),
    read: endpoint(hosts, model.haproxy.readPort),
    pooled: endpoint(hosts, model.pgbouncer.port),
  };
}

function endpoint(hosts: readonly string[], port: number): Endpoint {
  return {
    hosts,
    port,
    uri: (database, user) =>
      `postgresql://${user}@${hosts.map((host) => `${host}:${port}`).join(',')}/${database}`,
  };
}
