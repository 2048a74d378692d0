import type { Clock } from '../core/clock.js';
import type { Handover } from '../handover/hand-over.js';
import type { EtcdStore } from '../live/etcd.js';
import type { OperationLease } from '../live/operation-lease.js';
import type { PatroniControlAt } from '../live/patroni-control.js';
import type { PatroniAt } from '../live/patroni-rest.js';
import type { PoolGuards, Pools } from '../live/pool-guards.js';
import type { SqlConnect } from '../live/sql.js';
import type { TrialFiles, TrialVerdict } from '../live/trial-server.js';
import type { PostgresSecret } from '../model/secret-contents.js';

/** What carrying settings out needs beyond a pass. */
export interface SettingsTools {
  readonly patroniAt: PatroniAt;
  readonly controlAt: PatroniControlAt;
  readonly connect: SqlConnect;
  readonly postgres: PostgresSecret;
  readonly store: EtcdStore;
  readonly lease: OperationLease;
  readonly clock: Clock;
  /** Starts a throw-away server with these files, on no member's memory or data. */
  readonly tryServer: (files: TrialFiles) => Promise<TrialVerdict>;
  /** PgBouncer's pools, paused while the primary restarts in its place. */
  readonly pools?: Pools | undefined;
  /** Makes PgBouncer's pools smaller: asked of them before there are fewer connections. */
  readonly keepPoolsWithin?: PoolGuards['keepWithin'] | undefined;
  /** Moves the leader lock from `from` to the best candidate and answers when that one leads. */
  readonly handOver: (from: string) => Promise<Handover>;
}

/** What `GET /status` says of settings. */
export interface SettingsReport {
  /** Differs from the live ones and is not carried out yet. */
  readonly pendingChanges: readonly string[];
  /** Changed by somebody else since the desired state was reached. */
  readonly drift: readonly string[];
}
