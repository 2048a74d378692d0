import { type Problem, UserError } from '../core/problem.js';
import type { PlannedChange } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';

const LASTING = new Set(['docker_service', 'docker_network']);
/** Its creation failed before: nobody depends on it yet. */
const TAINTED = 'replace_because_tainted';

/**
 * A plan for some of the nodes lacks the record by which `plan` explains and guards a change: what
 * destroys or remakes anything waits for a deploy of all nodes.
 *
 * @throws UserError `REMADE_WITHOUT_NODES`
 */
export function requireNothingRemade(
  { without }: Pick<ClusterModel, 'without'>,
  planned: readonly PlannedChange[],
): void {
  const remade = planned.filter(
    ({ actions, reason, type }) =>
      LASTING.has(type) && actions.includes('delete') && reason !== TAINTED,
  );
  if (remade.length === 0) return;
  throw new UserError(
    remade.map(({ actions, address }): Problem => ({
      code: 'REMADE_WITHOUT_NODES',
      at: address,
      got: `Terraform would ${actions.includes('create') ? 'destroy it and make it anew' : 'destroy it'}`,
      need: 'a deploy of all nodes, whose plan is explained and guarded',
      fix: `take this change out until ${without.join(', ')} is back`,
    })),
    'refused',
  );
}
