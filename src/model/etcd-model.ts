import type { LogDriver } from './resolve-log.js';
import type { HealthProbe, MemberPlacement, TaskResources } from './service-model.js';

export interface EtcdMember extends MemberPlacement {
  readonly clientUrl: string;
  readonly peerUrl: string;
}

export interface EtcdModel {
  readonly clusterScope: string;
  /** Sorted by node name. */
  readonly members: readonly EtcdMember[];
  /** HTTP with the JSON gateway: what Patroni and we speak. */
  readonly clientPort: number;
  /** On loopback only. */
  readonly grpcPort: number;
  readonly peerPort: number;
  readonly metricsPort: number;
  /** What the file says besides names, addresses and paths, in etcd's spelling and units. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
  readonly logDriver: LogDriver;
}
