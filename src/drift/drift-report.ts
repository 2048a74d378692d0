import type { PostgresMajor } from '../model/catalogue/setting.js';
import { recordOf, type ClusterChange } from '../plan/cluster-change.js';
import { findImpact } from '../plan/find-impact.js';
import type { Finding } from '../plan/finding.js';
import type { DesiredState } from '../reconciler/desired.js';
import type { DriftItem } from './drift-item.js';
import type { LiveFacts } from './live-facts.js';
import { objectsDrift } from './objects-drift.js';
import { settingsDrift } from './settings-drift.js';
import { swarmDrift } from './swarm-drift.js';

/** Where file, Terraform's state and live cluster disagree. */
export interface DriftReport {
  readonly scope: string;
  /** In one order for equal clusters. */
  readonly drift: readonly DriftItem[];
  /** Changes of the file, or of its images and secrets, that were not applied yet. */
  readonly notApplied: readonly NotApplied[];
  /** What could not be compared, and why. */
  readonly unseen: readonly string[];
}

export interface NotApplied {
  readonly object: string;
  readonly what: string;
}

/**
 * Puts the three comparisons together.
 *
 * @param change - of a plan whose refresh was just made
 * @param desired - as the cluster file says now
 */
export function driftReport(
  change: ClusterChange,
  facts: LiveFacts,
  desired: DesiredState,
): DriftReport {
  const inSwarm = swarmDrift(change);
  const major = recordOf(change).postgresVersion as PostgresMajor;
  const notApplied = findImpact(change).filter((finding) => !undoes(finding, change, inSwarm));
  return {
    scope: change.scope,
    drift: [
      ...inSwarm,
      ...settingsDrift(facts, desired, notApplied.length === 0, major),
      ...(facts.objects ? objectsDrift(facts.objects, desired) : []),
    ],
    notApplied: notApplied.map(({ object, what }) => ({ object, what })),
    unseen: facts.unseen,
  };
}

/** Whether the apply would only put back what somebody changed or removed. */
function undoes(
  { resources, what }: Finding,
  { drifted, lost }: ClusterChange,
  inSwarm: readonly DriftItem[],
): boolean {
  const others = [...drifted.map(({ address }) => address), ...lost];
  const isTold =
    inSwarm.some((item) => item.what === what) ||
    resources.some((address) => lost.includes(address));
  return isTold && resources.some((address) => others.includes(address));
}
