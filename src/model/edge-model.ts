import type { MemberTags } from './patroni-model.js';
import type { LogDriver } from './resolve-log.js';
import type { PoolerSettings } from './pooler-settings.js';
import type { HealthProbe, TaskResources } from './service-model.js';

/** A tier with one task per node and host-mode ports. */
export interface EdgeModel {
  readonly clusterScope: string;
  readonly serviceName: string;
  readonly nodeCount: number;
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
  readonly constraints: readonly string[];
  readonly logDriver: LogDriver;
}

export interface HaproxyModel extends EdgeModel {
  readonly writePort: number;
  readonly readPort: number;
  readonly statsPort: number;
  readonly maxConnections: number;
  /** Connections to one member; none if there is no limit. */
  readonly serverMaxConnections?: number | undefined;
  readonly threads: number;
  readonly retries: number;
  readonly timeouts: {
    readonly connectMs: number;
    readonly clientMs: number;
    readonly serverMs: number;
    readonly clientFinMs: number;
    readonly serverFinMs?: number | undefined;
    readonly queueMs?: number | undefined;
  };
  readonly keepalive: {
    readonly idleMs: number;
    readonly intervalMs: number;
    readonly probes: number;
  };
  /** Least weight of a log line; nothing is logged if it is left out. */
  readonly logLevel?: string | undefined;
  readonly statsRefreshMs: number;
  /** Sessions that are left after this long at a stop are cut; shorter than `stopGraceMs`. */
  readonly hardStopMs: number;
  readonly readMaxLagBytes: number;
  /** Reads go to the primary while no replica can take them. */
  readonly readFallback: boolean;
  readonly readBalance: string;
  readonly servers: readonly {
    readonly name: string;
    readonly host: string;
    readonly tags: MemberTags;
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
  /** Server connections of each login's pool and of all its pools; none if they follow the live `max_connections`. */
  readonly sizes?: { readonly pool: number; readonly limit: number };
  readonly settings: PoolerSettings;
}

export interface PgbouncerModel extends EdgeModel {
  readonly port: number;
  /** PgBouncers that the pools are sized for: one for each node of the file, left out or not. */
  readonly shares: number;
  readonly settings: PoolerSettings;
  /** Sorted by name. */
  readonly users: readonly { readonly name: string; readonly settings: PoolerSettings }[];
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
