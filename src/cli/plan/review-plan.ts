import type { Report } from '../../core/phase.js';
import { UserError } from '../../core/problem.js';
import { desiredDigest } from '../../model/desired-state.js';
import type { LiveFacts } from '../../drift/live-facts.js';
import { planReport } from '../../plan/plan-report.js';
import { readPlan } from '../../plan/read-plan.js';
import { renderDesiredState } from '../../render/render-all.js';
import type { OpenCluster } from '../project.js';
import { headline } from './plan-text.js';
import { withLiveUse } from './live-use.js';
import { plannedDigest } from './planned-digest.js';
import { planGuarded } from './problems.js';
import { today } from './today.js';

/** Harmless in two applies, which a saved plan cannot be. */
const IN_ORDER = new Set(['MEMORY_LOWERED']);

/**
 * The gate of a deploy: what destroys, remakes or may lose something passes only with an approval.
 *
 * @param facts - asked only if the plan depends on what is in use
 * @param inOrder - whether what PostgreSQL must change first is applied first (docs/adr/0009)
 * @returns throws UserError `PLAN_NEEDS_APPROVAL`, `PLAN_REFUSED`, `PLAN_OUTDATED`
 */
export function reviewPlan(
  { config, model }: OpenCluster,
  facts: () => Promise<LiveFacts>,
  say: Report,
  inOrder: boolean,
) {
  const digest = desiredDigest(renderDesiredState(model));
  return async (planJson: Uint8Array): Promise<void> => {
    for (const planned of readPlan(planJson).filter(({ scope }) => scope === config.scope)) {
      const { change, notes } = await withLiveUse(planned, facts);
      const report = planReport(change, config.approve, today(), {
        notes,
        settingsFirst: false,
      });
      say(headline(report));
      const held = report.findings.filter(
        ({ code, guard }) =>
          (guard === 'refused' || guard === 'needs approval') && !(inOrder && IN_ORDER.has(code)),
      );
      if (held.length > 0) throw planGuarded(held);
      const mounted = plannedDigest(change);
      if (mounted !== undefined && mounted !== digest) throw planOutdated(mounted, digest);
    }
  };
}

function planOutdated(planned: string, now: string): UserError {
  return new UserError(
    [
      {
        code: 'PLAN_OUTDATED',
        at: '--plan-file',
        got: `a plan for the desired state ${planned}`,
        need: `one for ${now}, which the cluster file says now`,
        why: 'what was reviewed is what is applied',
        fix: 'plan again, and have that reviewed',
      },
    ],
    'refused',
  );
}
