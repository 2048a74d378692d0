import type { HealthProbe, MemberPlacement, TaskResources } from './service-model.js';

export interface EtcdMember extends MemberPlacement {
  readonly clientUrl: string;
  readonly peerUrl: string;
}

export interface EtcdModel {
  readonly clusterScope: string;
  /** Sorted by node name. */
  readonly members: readonly EtcdMember[];
  readonly token: string;
  readonly clientPort: number;
  readonly peerPort: number;
  readonly metricsPort: number;
  readonly heartbeatIntervalMs: number;
  readonly electionTimeoutMs: number;
  readonly quotaBackendBytes: number;
  readonly autoCompactionRetention: string;
  readonly snapshotCount: number;
  readonly logLevel: string;
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
}
