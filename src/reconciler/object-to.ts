import { clusterSilent } from '../live/cluster-silent.js';
import { readCluster, readConfig } from '../live/read-cluster.js';
import type { TrialVerdict } from '../live/trial-server.js';
import type { Topology } from '../model/desired-state.js';
import type { Objection } from '../model/objection.js';
import { configChanges, isForServers, type ConfigChange, type ConfigTree } from './config-tree.js';
import type { SettingsTools } from './settings-tools.js';
import { trialFiles } from './try-settings.js';

export interface ObjectionTools extends Pick<SettingsTools, 'patroniAt' | 'tryServer'> {
  readonly topology: Topology;
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
    readConfig(patroniAt, hosts),
  ]).catch((error: unknown) => {
    throw clusterSilent(topology.scope, error);
  });
  if (cluster.paused) return { kind: 'paused' };
  const changes = configChanges(live, wanted);
  if (!changes.some(isForServers)) return null;
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
