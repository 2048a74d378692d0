import type { FindingValue } from '../../plan/finding.js';
import type { PlanReport, ReportedFinding } from '../../plan/plan-report.js';

/** Findings that do the same to the same members for the same reason: told under one head. */
export interface FindingGroup {
  readonly first: ReportedFinding;
  readonly findings: readonly ReportedFinding[];
}

/** Worst first, as the findings are. */
export function groupsOf({ findings }: PlanReport): FindingGroup[] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const { clients, code, fix, guard, members, order, severity, why } = finding;
    const id = JSON.stringify([severity, code, why, members, order, clients, fix, guard]);
    const known = groups.get(id) ?? [];
    known.push(finding);
    groups.set(id, known);
  }
  return [...groups.values()].flatMap((findings) =>
    findings[0] ? [{ first: findings[0], findings }] : [],
  );
}

/** Codes whose object has several attributes that may change. */
const OF_SERVICE = new Set(['SERVICE_FIELD', 'MEMORY_LOWERED', 'IMAGE', 'SECRET', 'VOLUME']);

/** What changes: a key path, or a service or tier with its attribute. */
export function titleOf({ code, object, what }: ReportedFinding): string {
  return OF_SERVICE.has(code) ? `${object} ${what}` : object;
}

/** `4MB -> 8MB`; an image by its tag and the begin of its digest; empty if nothing is compared. */
export function changeText({ before, after }: ReportedFinding): string {
  if (!before && !after) return '';
  return `${short(before)} -> ${short(after)}`;
}

/** Who decided the new value; empty for the file itself and for what nobody knows. */
export function decidedBy({ after, causes }: ReportedFinding): string {
  if (causes.length > 0) return `follows from ${causes.join('; ')}`;
  if (after?.by === 'tuned' || after?.by === 'mandatory') {
    return `${after.by}: ${after.because ?? ''}`;
  }
  return '';
}

export function membersText({ members, order }: ReportedFinding): string {
  const names = members.join(', ');
  return order === undefined ? names : `${names}: ${order}`;
}

/** `1.95 s: Patroni hands over 1.7 + HAProxy sees the new primary 0.25`; empty if writes go on. */
export function gapText({ writeGap }: ReportedFinding): string {
  if (!writeGap) return '';
  const sum = writeGap.terms.map(({ seconds, what }) => `${what} ${seconds}`).join(' + ');
  return `${writeGap.seconds} s without writes: ${sum}`;
}

function short(value: FindingValue | undefined): string {
  return (value?.text ?? 'not there').replace(
    /^(?:\S*\/)?([^/@]+)@sha256:([0-9a-f]{12})[0-9a-f]+$/,
    '$1@$2',
  );
}
