import type { Objection } from '../model/objection.js';
import type { RecordedService } from '../model/record/cluster-record.js';
import { toolVersion } from '../model/tool-version.js';
import { recordOf, type ClusterChange } from './cluster-change.js';
import { findImpact } from './find-impact.js';
import { byWeight, SEVERITIES, type Finding, type Severity } from './finding.js';
import { gate, type Approval, type GateResult, type Guard, type Verdict } from './gate.js';
import { heldBack, type HeldBack } from './hold-back.js';
import { rolloutOf, type RolloutStep } from './rollout.js';

/** Raised when a reader of an earlier document would misread it. */
export const REPORT_FORMAT = 1;

export interface ReportedFinding extends Finding {
  /** Missing if nothing is guarded about it. */
  readonly guard?: Guard;
}

/** Everything about a plan in one document; `docs/plan-format.md` describes it. */
export interface PlanReport {
  readonly format: typeof REPORT_FORMAT;
  readonly toolVersion: string;
  readonly scope: string;
  readonly verdict: Verdict;
  /** Of the worst finding. */
  readonly severity: Severity;
  /** Seconds without writes over all steps, as a rule. */
  readonly writeGapSeconds: number;
  /** What the reconciler objects to, then worst first. */
  readonly findings: readonly ReportedFinding[];
  /** In order. */
  readonly rollout: readonly RolloutStep[];
  readonly approvals: GateResult['approvals'];
  /** Sorted by name, as after the change. */
  readonly services: readonly RecordedService[];
  /** What was not compared, and why. */
  readonly notes: readonly string[];
}

/** What is known of a change beside the plan. */
export interface PlanAdvice {
  readonly notes: readonly string[];
  /** `deploy` applies PostgreSQL's settings before the rest (docs/adr/0009). */
  readonly settingsFirst: boolean;
  /** Of the reconciler, if it was asked and has one. */
  readonly objection?: Objection;
}

const NO_ADVICE: PlanAdvice = { notes: [], settingsFirst: false };

/**
 * Explains a change and judges it.
 *
 * @param today - `2026-11-25`, for the approvals
 */
export function planReport(
  change: ClusterChange,
  approvals: readonly Approval[],
  today: string,
  { notes, objection, settingsFirst }: PlanAdvice = NO_ADVICE,
): PlanReport {
  const explained = findImpact(change);
  const back: HeldBack = objection
    ? heldBack(change, explained, objection, settingsFirst)
    : { held: new Map() };
  const objected = back.objection ? [back.objection] : [];
  const {
    approvals: judged,
    guards,
    verdict,
  } = gate([...objected, ...explained], approvals, today);
  const report = (finding: Finding, as = finding): ReportedFinding => {
    const guard = guards.get(finding);
    return guard === undefined ? as : { ...as, guard };
  };
  const effects = explained.filter((finding) => !back.held.has(finding));
  const rollout = rolloutOf(effects, recordOf(change), settingsFirst);
  const gap = rollout.reduce((sum, { writeGapSeconds }) => sum + writeGapSeconds, 0);
  return {
    format: REPORT_FORMAT,
    toolVersion,
    scope: change.scope,
    verdict,
    severity: effects[0]?.severity ?? SEVERITIES[0],
    writeGapSeconds: Math.round(gap * 100) / 100,
    findings: [
      ...objected.map((finding) => report(finding)),
      ...explained.map((finding) => report(finding, back.held.get(finding))).sort(byWeight),
    ],
    rollout,
    approvals: judged,
    services: recordOf(change).services,
    notes,
  };
}
