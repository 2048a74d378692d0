import type { ReconcilerStatus } from './reconciler-status.js';

/** One document with the truth about a cluster; `op status` prints it. */
export interface ClusterView {
  readonly scope: string;
  /** A leader, all members streaming, and in sync mode a registered sync standby. */
  readonly up: boolean;
  /** Why it is not up. */
  readonly reasons: readonly string[];
  readonly leader: string | null;
  readonly paused: boolean;
  /** One row per member of the topology, sorted by node, and then those the DCS knows besides. */
  readonly members: readonly MemberView[];
  readonly etcd: EtcdView;
  readonly haproxy: { readonly expected: number; readonly tasks: readonly HaproxyTaskView[] };
  readonly pgbouncer: { readonly expected: number; readonly tasks: readonly TaskView[] };
  readonly reconciler: ReconcilerView;
  /** Reasons by digest of the desired states that were given up. */
  readonly refusals: Readonly<Record<string, string>>;
}

export interface MemberView {
  readonly name: string;
  readonly node: string | null;
  readonly service: string | null;
  /** As Patroni says; `missing` if the DCS has no such member. */
  readonly role: string;
  readonly state: string;
  readonly timeline: number | null;
  /** Replay lag; null if unknown, and on the leader. */
  readonly lagBytes: number | null;
  /** Where it says PostgreSQL listens. */
  readonly host: string | null;
  readonly port: number | null;
  readonly pendingRestart: boolean;
}

export interface EtcdView {
  /** Every member answers and all agree on one leader. */
  readonly healthy: boolean;
  /** Node of the Raft leader. */
  readonly leader: string | null;
  readonly members: readonly EtcdMemberView[];
}

export interface EtcdMemberView {
  readonly node: string;
  readonly service: string;
  readonly reachable: boolean;
  readonly leader: boolean;
  readonly version: string | null;
  readonly raftTerm: number | null;
  readonly raftIndex: number | null;
  readonly dbSizeBytes: number | null;
  readonly error?: string;
}

export interface TaskView {
  readonly address: string;
  readonly reachable: boolean;
  readonly error?: string;
}

/** Names of servers, sorted. */
export interface BackendView {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export interface HaproxyTaskView extends TaskView {
  readonly backends: readonly BackendView[];
}

export interface ReconcilerView {
  readonly reachable: boolean;
  readonly status: ReconcilerStatus | null;
  readonly error?: string;
}
