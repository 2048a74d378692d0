import type { Parameter } from './parameter.js';
import type { LogDriver } from './resolve-log.js';
import type { HealthProbe, MemberPlacement, TaskResources } from './service-model.js';

/** Only what the file says: a tag that is left out is Patroni's default. */
export type MemberTags = Readonly<Record<string, boolean | number | string>>;

export interface PatroniMember extends MemberPlacement {
  readonly tags: MemberTags;
  readonly resources: TaskResources;
}

/**
 * One access rule. Names are plain; keywords, `+role`, `/regex` and `"all"` for a name stand as the
 * cluster file has them. `address` is missing for `local` only.
 */
export interface HbaEntry {
  readonly type: 'local' | 'host' | 'hostssl' | 'hostnossl' | 'hostgssenc' | 'hostnogssenc';
  readonly database: readonly string[];
  readonly user: readonly string[];
  readonly address?: string;
  readonly method: string;
  /** Sorted by name. */
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** `database` and `plugin` belong to logical slots. */
export type SlotModel = Readonly<{
  type: 'physical' | 'logical';
  database?: string;
  plugin?: string;
}>;

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
  /** Undefined: Patroni's default. */
  readonly maximumLagOnSyncnodeBytes: number | undefined;
  readonly maxTimelinesHistory: number | undefined;
  /** By name. */
  readonly slots: Readonly<Record<string, SlotModel>>;
  readonly ignoreSlots: readonly Partial<SlotModel & Readonly<{ name: string }>>[];
}

export interface LogModel {
  readonly level: string;
  readonly tracebackLevel: string;
  readonly type: 'plain' | 'json';
  readonly format?: string;
  readonly dateformat?: string;
  readonly maxQueueSize?: number;
  readonly deduplicateHeartbeats?: boolean;
  readonly loggers: Readonly<Record<string, string>>;
}

export type CallbackEvent = 'on_reload' | 'on_restart' | 'on_role_change' | 'on_start' | 'on_stop';

/** A program that gives a new member its data, with the options Patroni reads and those it passes on. */
export interface ReplicaMethod {
  readonly name: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** How Patroni runs its PostgreSQL; commands are absolute paths in the image. */
export interface LocalPostgresModel {
  /** Names in the order they are tried. */
  readonly createReplicaMethods: readonly string[];
  /** Besides the built-in `basebackup`, sorted by name. */
  readonly replicaMethods: readonly ReplicaMethod[];
  readonly basebackup: { readonly checkpoint: string; readonly maxRate?: string };
  readonly callbacks: Readonly<Record<CallbackEvent, string>>;
  readonly pgCtlTimeoutSeconds?: number;
  readonly prePromote?: string;
  readonly beforeStop?: string;
  readonly removeDataOnRewindFailure: boolean;
  readonly removeDataOnDivergedTimelines: boolean;
}

export interface InitdbOption {
  readonly name: string;
  readonly value?: string;
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
  readonly log: LogModel;
  readonly restapi: { readonly requestQueueSize: number; readonly threadPoolSize?: number };
  readonly local: LocalPostgresModel;
  readonly dynamic: DynamicSettings;
  /** Sorted by name. */
  readonly parameters: readonly Parameter[];
  /** In order; ours first, so that they cannot be shadowed. A string is a user's own line. */
  readonly hba: readonly (HbaEntry | string)[];
  /** Lines of `pg_ident.conf`, in order. */
  readonly ident: readonly string[];
  /** Options of initdb in order, without the dashes; an option without a value is a switch. */
  readonly initdb: readonly InitdbOption[];
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
  readonly logDriver: LogDriver;
}
