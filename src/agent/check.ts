import { UserError } from '../core/problem.js';
import { readClusterView } from '../ops/status.js';
import { readDesired } from '../reconciler/desired.js';
import type { CheckResult } from '../verify/check.js';
import { checks } from '../verify/checks.js';
import { verifyCluster } from '../verify/verify-cluster.js';
import { mountedDesiredFiles } from './mounted.js';
import { opTools } from './op-tools.js';

/**
 * Runs one check where the desired state is mounted, which is in the reconciler.
 *
 * @throws UserError with the check's problem if it fails, or if there is no such check
 */
export async function runOneCheck(id: string): Promise<CheckResult | undefined> {
  const check = checks.find((candidate) => candidate.id === id);
  if (!check) {
    const need = `one of ${checks.map((known) => known.id).join(', ')}`;
    throw new UserError([{ code: 'AGENT_COMMAND_UNKNOWN', at: 'agent check', got: id, need }]);
  }
  const tools = await opTools(readDesired(await mountedDesiredFiles()).topology);
  const report = await verifyCluster({ ...tools, view: await readClusterView(tools) }, [check]);
  const [result] = report.checks;
  if (result?.problem) throw new UserError([result.problem], 'live');
  return result;
}
