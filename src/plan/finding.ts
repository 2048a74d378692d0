import type { ServiceTier, TimeTerm } from '../model/record/cluster-record.js';

/** What a change does to a live cluster, least first. */
export const SEVERITIES = [
  'none',
  'live',
  'reload',
  'member restart',
  'handover',
  'interruption',
  'replace',
  'data loss',
] as const;

export type Severity = (typeof SEVERITIES)[number];

/** In which order the members of a finding are touched. */
export type MemberOrder =
  'all at once' | 'one by one' | 'replicas first, then the leader' | 'the primary first';

/** A value before or after, and who decided it if the record knows. */
export interface FindingValue {
  /** In its one spelling: `64MB`, never `65536kB`. */
  readonly text: string;
  readonly by?: 'user' | 'tuned' | 'mandatory' | 'derived';
  /** Key path that sets it, formula with its numbers, or reason. */
  readonly because?: string;
}

/** Time without writes, and the sum it is. */
export interface WriteGap {
  readonly seconds: number;
  readonly terms: readonly TimeTerm[];
}

/** One thing that would change, and what that does. */
export interface Finding {
  /** Stable, upper snake case; `docs/plan-format.md` lists every one. */
  readonly code: string;
  readonly severity: Severity;
  /** Service, network, tier or key path it is about: what an approval names. */
  readonly object: string;
  /** Whose tasks restart or go; none if the settings come live, or nothing does. */
  readonly tier?: ServiceTier;
  readonly what: string;
  readonly before?: FindingValue;
  readonly after?: FindingValue;
  /** Changed inputs and settings that this value follows from; none if the file sets it. */
  readonly causes: readonly string[];
  /** Nodes whose member is touched, sorted. */
  readonly members: readonly string[];
  readonly order?: MemberOrder;
  /** Of the whole step it belongs to, not for each finding anew. */
  readonly writeGap?: WriteGap;
  /** What clients see. */
  readonly clients: string;
  readonly why: string;
  readonly fix?: string;
  /** Addresses of the Terraform resources it explains. */
  readonly resources: readonly string[];
}

/** Worst first, then by object and code: one order for equal plans. */
export function byWeight(one: Finding, other: Finding): number {
  return (
    SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) ||
    compare(one.object, other.object) ||
    compare(one.code, other.code)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
