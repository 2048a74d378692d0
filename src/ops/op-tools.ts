import type { Clock } from '../core/clock.js';
import type { HandoverTools } from '../handover/hand-over.js';
import type { EtcdStatusOf, EtcdStore } from '../live/etcd.js';
import type { HaproxyBackendsOf } from '../live/haproxy-metrics.js';
import type { MemberMarks } from '../live/member-marks.js';
import type { PatroniAt } from '../live/patroni-rest.js';
import type { PgbouncerProbe } from '../live/pgbouncer-probe.js';
import type { SqlConnect } from '../live/sql.js';
import type { Topology } from '../model/desired-state.js';
import type { Pools } from '../live/pool-guards.js';
import type { PostgresSecret, RolesSecret } from '../model/secret-contents.js';

/** How operations and checks reach everything in one cluster, from inside it. */
export interface OpTools {
  readonly topology: Topology;
  readonly clock: Clock;
  readonly patroniAt: PatroniAt;
  readonly etcdStatus: EtcdStatusOf;
  readonly store: EtcdStore;
  readonly marks: Pick<MemberMarks, 'read'>;
  readonly connect: SqlConnect;
  readonly haproxyBackends: HaproxyBackendsOf;
  readonly pgbouncerProbe: PgbouncerProbe;
  /** Addresses of a service's tasks; empty if there is none. */
  readonly resolveHost: (service: string) => Promise<readonly string[]>;
  /** Body of `GET url`. */
  readonly fetchText: (url: string) => Promise<string>;
  /** Holds pooled clients back; only in jobs that hand over. */
  readonly pools?: Pools;
  readonly postgres: PostgresSecret;
  /** One line per decision, beside the answer. */
  readonly log: HandoverTools['log'];
  /** Undefined in jobs that were not given it. */
  readonly roles: RolesSecret | undefined;
}
