import type { Finding } from './finding.js';

/** An entry of `approve` in the cluster file. */
export interface Approval {
  readonly code: string;
  readonly object: string;
  /** Last day it counts, `2026-12-31`. */
  readonly until: string;
  readonly reason?: string | undefined;
}

/** `refused`: no approval helps. */
export type Guard = 'needs approval' | 'approved' | 'refused';

export type Verdict = 'nothing to do' | 'fine' | 'needs approval' | 'refused';

/** `used`: lets a finding of this plan pass. `stale`: fits none; done already, or never. */
export type ApprovalState = 'used' | 'stale' | 'expired';

export interface GateResult {
  readonly verdict: Verdict;
  /** Of guarded findings alone. */
  readonly guards: ReadonlyMap<Finding, Guard>;
  readonly approvals: readonly { readonly approval: Approval; readonly state: ApprovalState }[];
}

/**
 * Nobody can want it: there is another way, and the finding names it. After another data network members
 * would refuse each other and the reconciler by the access rules of before, for ever (tried on the lab).
 */
const NEVER = new Set([
  'CLUSTER_PAUSED',
  'ETCD_QUORUM_LOST',
  'MAJOR_VERSION',
  'NETWORK_REPLACED',
  'SETTINGS_REFUSED',
]);

/** Guarded although it destroys nothing. */
const ALSO = new Set([...NEVER, 'CONNECTIONS_IN_USE', 'MEMORY_LOWERED']);

/**
 * Decides whether a plan may be applied: what destroys, makes anew or may lose data needs a line of
 * the cluster file that names it.
 *
 * @param today - `2026-11-25`, to compare with `until`
 */
export function gate(
  findings: readonly Finding[],
  approvals: readonly Approval[],
  today: string,
): GateResult {
  const current = approvals.filter(({ until }) => until >= today);
  const guards = new Map<Finding, Guard>();
  for (const finding of findings.filter(isGuarded)) {
    if (NEVER.has(finding.code)) guards.set(finding, 'refused');
    else guards.set(finding, current.some(approves(finding)) ? 'approved' : 'needs approval');
  }
  return {
    verdict: verdictOf(findings, [...guards.values()]),
    guards,
    approvals: approvals.map((approval) => ({
      approval,
      state: stateOf(approval, today, [...guards.keys()]),
    })),
  };
}

function isGuarded({ code, severity }: Finding): boolean {
  return severity === 'replace' || severity === 'data loss' || ALSO.has(code);
}

function approves({ code, object }: Finding) {
  return (approval: Approval): boolean => approval.code === code && approval.object === object;
}

function verdictOf(findings: readonly Finding[], guards: readonly Guard[]): Verdict {
  if (guards.includes('refused')) return 'refused';
  if (guards.includes('needs approval')) return 'needs approval';
  return findings.length === 0 ? 'nothing to do' : 'fine';
}

function stateOf(approval: Approval, today: string, guarded: readonly Finding[]): ApprovalState {
  if (approval.until < today) return 'expired';
  return guarded.some((finding) => approves(finding)(approval)) ? 'used' : 'stale';
}
