/**
 * The cluster with every decision taken. Renderers, constructs, plan and reconciler read this and
 * decide nothing. Sizes are bytes, times milliseconds or seconds as the name says.
 */
export interface ClusterModel {
  readonly clusterScope: string;
  readonly protect: boolean;
  readonly lab: boolean;
  readonly managers: readonly string[];
  readonly terraformBackend: TerraformBackend;
  readonly images: ImageOverrides;
  readonly networks: { readonly data: NetworkModel; readonly dcs: NetworkModel };
  readonly etcd: EtcdModel;
  readonly patroni: PatroniModel;
  readonly haproxy: HaproxyModel;
  readonly pgbouncer: PgbouncerModel;
  readonly reconciler: ReconcilerModel;
}

export type Tier = 'etcd' | 'patroni' | 'haproxy' | 'pgbouncer' | 'agent';

/** `repo:tag@sha256:…` by tier, for entries the cluster file overrides. */
export type ImageOverrides = Readonly<Partial<Record<Tier, string>>>;

export interface TerraformBackend {
  readonly type: 'local' | 's3' | 'http' | 'pg' | 'gcs' | 'azurerm';
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface NetworkModel {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
}

/** Limit and reservation of one task. */
export interface TaskResources {
  readonly memoryBytes: number;
  readonly memoryReservationBytes: number;
  readonly nanoCpus: number;
  readonly nanoCpusReservation: number;
}

/** Probe of a container: liveness only (`docs/adr`), never quorum, leadership or lag. */
export interface HealthProbe {
  /** Program and arguments, run without a shell. */
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

/** Where the one task of a member runs and what it keeps. */
export interface MemberPlacement {
  /** `nodes[].name`: names service, volume and construct. */
  readonly node: string;
  /** Swarm host name for the placement constraint. */
  readonly hostname: string;
  readonly serviceName: string;
  readonly volumeName: string;
}

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

export interface PatroniMember extends MemberPlacement {
  readonly tags: Readonly<Record<string, boolean | number>>;
  readonly resources: TaskResources;
}

/** Where a value came from; printed beside it in generated files and by `explain`. */
export type Origin =
  | { readonly by: 'user'; readonly key: string }
  | { readonly by: 'tuned'; readonly formula: string }
  | { readonly by: 'mandatory'; readonly reason: string };

export interface Parameter {
  readonly name: string;
  /** As it stands in postgresql.conf, before quoting. */
  readonly value: string;
  readonly origin: Origin;
}

/** One access rule of ours; names in it need no quotes. `address` is missing for `local` only. */
export interface HbaEntry {
  readonly type: 'local' | 'host';
  readonly database: string;
  readonly user: string;
  readonly address?: string;
  readonly method: string;
}

export interface DynamicSettings {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
  readonly primaryStartTimeoutSeconds: number;
  readonly primaryStopTimeoutSeconds: number;
  readonly maximumLagOnFailoverBytes: number;
  readonly synchronousMode: boolean | 'quorum';
  readonly synchronousModeStrict: boolean;
  readonly synchronousNodeCount: number;
  readonly failsafeMode: boolean;
  /** A candidate on an older timeline than the last leader does not count. */
  readonly checkTimeline: boolean;
  readonly memberSlotsTtl: string;
}

export interface PatroniModel {
  readonly clusterScope: string;
  /** Sorted by node name. */
  readonly members: readonly PatroniMember[];
  readonly etcdHosts: readonly string[];
  /** First part of Patroni's keys in etcd: `/<namespace>/<scope>/…`. */
  readonly namespace: string;
  /** Subnets that may call the unsafe half of the REST API. */
  readonly restAllowlist: readonly string[];
  readonly postgresPort: number;
  readonly restPort: number;
  readonly postgresVersion: number;
  readonly logLevel: string;
  readonly dynamic: DynamicSettings;
  /** Sorted by name. */
  readonly parameters: readonly Parameter[];
  /** In order; ours first, so that they cannot be shadowed. A string is a user's own line. */
  readonly hba: readonly (HbaEntry | string)[];
  readonly initdb: {
    readonly encoding: string;
    readonly locale: string;
    readonly dataChecksums: boolean;
  };
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
}

/** A tier with one task per node and host-mode ports. */
export interface EdgeModel {
  readonly clusterScope: string;
  readonly serviceName: string;
  readonly nodeCount: number;
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
}

export interface HaproxyModel extends EdgeModel {
  readonly writePort: number;
  readonly readPort: number;
  readonly statsPort: number;
  readonly maxConnections: number;
  readonly threads: number;
  /** Sessions that are left after this long at a stop are cut; shorter than `stopGraceMs`. */
  readonly hardStopMs: number;
  readonly readMaxLagBytes: number;
  readonly servers: readonly {
    readonly name: string;
    readonly host: string;
    readonly tags: Readonly<Record<string, boolean | number>>;
  }[];
  readonly postgresPort: number;
  readonly restPort: number;
  readonly check: {
    readonly interMs: number;
    readonly fastinterMs: number;
    readonly downinterMs: number;
    readonly fall: number;
    readonly rise: number;
    /** Time a member has for its answer once connected. */
    readonly timeoutMs: number;
  };
}

export interface PoolerDatabase {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly poolSize: number;
}

export interface PgbouncerModel extends EdgeModel {
  readonly port: number;
  readonly poolMode: 'transaction' | 'session';
  readonly maxClients: number;
  readonly maxPreparedStatements: number;
  readonly queryWaitTimeoutSeconds: number;
  /** Login that runs the `auth_query`; its password is in the userlist secret only. */
  readonly authUser: string;
  /** Database that holds the lookup function. */
  readonly authDatabase: string;
  /** Connections of one PgBouncer for lookups. */
  readonly authPoolSize: number;
  /** Where lookups go: HAProxy's write port. */
  readonly upstream: { readonly host: string; readonly port: number };
  readonly databases: readonly PoolerDatabase[];
}

export interface DatabaseModel {
  readonly name: string;
  readonly owner: string;
  readonly extensions: readonly string[];
}

export interface ReconcilerModel {
  readonly clusterScope: string;
  readonly serviceName: string;
  /** Sorted by name. */
  readonly databases: readonly DatabaseModel[];
  readonly statusPort: number;
  readonly stopGraceMs: number;
  /** The reconciler gives up and exits non-zero after this long. */
  readonly deadlineMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
}
