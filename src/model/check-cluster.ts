import { inFileOrder, positionsOf } from '../../config/load.js';
import type { Positions } from '../../config/positions.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import { UserError, type Problem } from '../core/problem.js';
import { rules } from './rules/index.js';
import { isBlocked } from './rules/rule.js';

export interface CheckOptions {
  /** Key paths whose values already have a problem. @default - none */
  readonly doubtful?: readonly string[];
  /** Where the keys stand. @default - known if `config` was loaded from a file */
  readonly positions?: Positions | undefined;
}

/** Everything that does not fit together in a cluster of the right shape, in file order. */
export function checkCluster(config: ClusterConfig, options: CheckOptions = {}): Problem[] {
  const { doubtful = [], positions = positionsOf(config) } = options;
  const problems = rules
    .filter(({ reads }) => !isBlocked(reads, doubtful))
    .flatMap(({ code, check }) => check(config).map((finding) => ({ code, ...finding })))
    .map((problem) => ({ ...problem, source: positions?.ofValue(problem.at) }));
  if (problems.length === 0 && doubtful.length === 0) sound.add(config);
  return inFileOrder(problems);
}

/** What was found without a problem: a synth asks for each cluster twice, once as a file of many. */
const sound = new WeakSet<ClusterConfig>();

/**
 * Refuses a cluster whose keys do not fit together, however it was made.
 *
 * @throws UserError with every problem
 */
export function requireSound(config: ClusterConfig): void {
  if (sound.has(config)) return;
  const problems = checkCluster(config);
  if (problems.length > 0) throw new UserError(problems);
}
