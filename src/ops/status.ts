import { errorText } from '../live/http.js';
import type { PatroniCluster } from '../live/patroni-rest.js';
import { readCluster } from '../live/read-cluster.js';
import { dcsKeys, reconcilerStatusSchema } from '../model/reconciler-status.js';
import { notUpBecause, runningLeader } from '../model/up-criteria.js';
import type { ClusterView, ReconcilerView } from '../model/cluster-view.js';
import type { OpTools } from './op-tools.js';
import { viewHaproxy, viewPgbouncer } from './status-edge.js';
import { viewEtcd } from './status-etcd.js';
import { viewMembers } from './status-members.js';

/**
 * Asks everything at once, so that a dead host costs one time limit, and never throws: what does not
 * answer is part of the truth.
 */
export async function readClusterView(tools: OpTools): Promise<ClusterView> {
  const { topology } = tools;
  const [cluster, etcd, haproxy, pgbouncer, reconciler, refusals] = await Promise.all([
    readPatroni(tools),
    viewEtcd(tools),
    viewHaproxy(tools),
    viewPgbouncer(tools),
    viewReconciler(tools),
    readRefusals(tools),
  ]);
  const reported = cluster.members;
  const reasons = cluster.error ? [cluster.error] : notUpBecause(reported, topology);
  return {
    scope: topology.scope,
    up: reasons.length === 0,
    reasons,
    leader: runningLeader(reported)?.name ?? null,
    paused: cluster.paused,
    members: viewMembers(reported, topology),
    etcd,
    haproxy,
    pgbouncer,
    reconciler,
    refusals,
  };
}

async function readPatroni(tools: OpTools): Promise<PatroniCluster & { readonly error?: string }> {
  const hosts = tools.topology.patroni.members.map(({ service }) => service);
  try {
    return await readCluster(tools.patroniAt, hosts);
  } catch (error) {
    return { members: [], paused: false, error: errorText(error) };
  }
}

async function viewReconciler({ topology, fetchText }: OpTools): Promise<ReconcilerView> {
  const { service, statusPort } = topology.reconciler;
  try {
    const text = await fetchText(`http://${service}:${statusPort}/status`);
    return { reachable: true, status: reconcilerStatusSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return { reachable: false, status: null, error: errorText(error) };
  }
}

async function readRefusals({ topology, store }: OpTools): Promise<Record<string, string>> {
  const prefix = dcsKeys.allRefused(topology.scope);
  const found = await store.getPrefix(prefix).catch(() => ({}));
  return Object.fromEntries(
    Object.entries(found).map(([key, reason]) => [key.slice(prefix.length), reason]),
  );
}
