import type { ClusterConfig } from '../../../config/schema/cluster.js';
import type { Problem } from '../../core/problem.js';

/** What a rule has to say; the code and the position are added. */
export type RuleFinding = Omit<Problem, 'code' | 'source'>;

/** Something that several values of a cluster file must fulfil together. */
export interface Rule {
  readonly code: string;
  /** Key paths, `[]` for every entry of a list; the rule may look at nothing else. */
  readonly reads: readonly string[];
  readonly check: (config: ClusterConfig) => readonly RuleFinding[];
}

interface RuleDefinition {
  readonly code: string;
  readonly reads: readonly string[];
  readonly check: (config: ClusterConfig) => RuleFinding | readonly RuleFinding[] | undefined;
}

/** Defines a rule; `check` returns nothing, one finding, or a list in file order. */
export function rule({ code, reads, check }: RuleDefinition): Rule {
  return { code, reads, check: (config) => [check(config) ?? []].flat() };
}

/** Whether a value the rule reads already has a problem: then what it would say is not to be trusted. */
export function isBlocked(reads: readonly string[], doubtful: readonly string[]): boolean {
  const spoilt = doubtful.map((path) => path.replaceAll(/\[\d+\]/g, '[]'));
  return reads.some((read) => spoilt.some((path) => isWithin(path, read) || isWithin(read, path)));
}

function isWithin(path: string, ancestor: string): boolean {
  if (ancestor === '(file)' || path === ancestor) return true;
  return path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}
