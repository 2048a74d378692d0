import type { PlanReport } from '../../src/plan/plan-report.js';
import type { Severity } from '../../src/plan/finding.js';
import { names } from '../../src/model/names.js';
import { SCOPE } from './lab-hosts.js';
import { fates } from './objects.js';
import {
  serversRestarted,
  tasksRestarted,
  type ClusterPicture,
  type ObservedTier,
} from './tasks.js';

/** The worst that was seen of a change; what restarts nothing leaves no trace, and is taken from the plan. */
export function observedSeverity(
  plan: PlanReport,
  before: ClusterPicture,
  after: ClusterPicture,
): Severity {
  if (before.syncStandbys.length > 0 && after.syncStandbys.length === 0) return 'data loss';
  if (lostObjects(before, after).length > 0) return 'replace';
  const restarted = (tier: ObservedTier) => tasksRestarted(tier, before, after).length > 0;
  // What a leader was before it was promoted, it was as a replica.
  const inPlace =
    serversRestarted(before, after).includes(after.leader) &&
    (after.startedAt[after.leader] ?? 0) > after.promotedAt;
  // Beside a roll of the members only the last start of each is left: taken from the plan.
  const hidden =
    restarted('patroni') && plan.findings.some(({ order }) => order === 'the primary first');
  if (restarted('haproxy') || restarted('pgbouncer') || inPlace || hidden) return 'interruption';
  if (after.timeline > before.timeline) return 'handover';
  if (restarted('etcd')) return 'member restart';
  const told = plan.findings.map(({ severity }) => severity);
  return (['reload', 'live'] as const).find((severity) => told.includes(severity)) ?? 'none';
}

/** Without the reconciler: nobody notices that it is another. */
function lostObjects(before: ClusterPicture, after: ClusterPicture): string[] {
  return Object.entries(fates(before.objects, after.objects))
    .filter(([name, fate]) => fate !== 'created' && name !== names.reconciler(SCOPE))
    .map(([name]) => name);
}
