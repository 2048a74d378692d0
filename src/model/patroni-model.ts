import type { Parameter } from './parameter.js';
import type { HealthProbe, MemberPlacement, TaskResources } from './service-model.js';

export interface PatroniMember extends MemberPlacement {
  readonly tags: Readonly<Record<string, boolean | number>>;
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
  readonly logLevel: string;
  readonly dynamic: DynamicSettings;
  /** Sorted by name. */
  readonly parameters: readonly Parameter[];
  /** In order; ours first, so that they cannot be shadowed. A string is a user's own line. */
  readonly hba: readonly (HbaEntry | string)[];
  /** Options of initdb in order, without the dashes; an option without a value is a switch. */
  readonly initdb: readonly InitdbOption[];
  readonly stopGraceMs: number;
  readonly probe: HealthProbe;
}
