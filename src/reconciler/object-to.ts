import { clusterSilent } from '../live/cluster-silent.js';
import type { PatroniAt } from '../live/patroni-rest.js';
import { readCluster } from '../live/read-cluster.js';
import type { TrialFiles, TrialVerdict } from '../live/trial-server.js';
import type { Topology } from '../model/desired-state.js';
import type { Objection } from '../model/objection.js';
import { configChanges, isForServers, type ConfigChange, type ConfigTree } from './config-tree.js';
import { trialFiles } from './try-settings.js';

export type TryServer = (files: TrialFiles) => Promise<TrialVerdict>;

export interface ObjectionTools {
  readonly topology: Topology;
  readonly patroniAt: PatroniAt;
  readonly tryServer: TryServer;
}

/**
 * What the reconciler would say to this configuration before it sent any of it; changes nothing.
 *
 * @returns null if it would try to carry it out
 * @throws UserError `CLUSTER_SILENT` if no member answers
 */
export async function objectionTo(
  { patroniAt, topology, tryServer }: ObjectionTools,
  wanted: ConfigTree,
): Promise<Objection | null> {
  const hosts = topology.patroni.members.map(({ service }) => service);
  const [cluster, live] = await Promise.all([
    readCluster(patroniAt, hosts),
    Promise.any(hosts.map((host) => patroniAt(host).config())),
  ]).catch((error: unknown) => {
    throw clusterSilent(topology.scope, error);
  });
  if (cluster.paused) return { kind: 'paused' };
  const changes = configChanges(live, wanted).filter(isForServers);
  if (changes.length === 0) return null;
  return objectionOf(await tryServer(trialFiles(wanted)), changes) ?? null;
}

/**
 * What no server starts with. What a trial cannot tell, such as what one host lacks, is found by the
 * first replica.
 *
 * @param changes - that the trial was made for
 */
export function objectionOf(
  verdict: TrialVerdict,
  changes: readonly ConfigChange[],
): (Objection & { kind: 'settings' }) | undefined {
  if (verdict.kind !== 'fails') return undefined;
  const tried = changes.filter(isForServers).map(({ path }) => path.join('.'));
  return { kind: 'settings', reason: verdict.reason, tried };
}
