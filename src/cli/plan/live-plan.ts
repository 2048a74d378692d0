import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Report } from '../../core/phase.js';
import {
  PLAN_FILE,
  type PlannedChange,
  plannedChangesIn,
  type Terraform,
} from '../../live/terraform.js';
import { makeRecord } from '../../model/record/make-record.js';
import { withoutNodes } from '../../model/without-nodes.js';
import { firstStep } from '../../ops/first-step.js';
import { requireSafeWithout, targetsOf } from '../../ops/plan-stack.js';
import type { ClusterChange } from '../../plan/cluster-change.js';
import { leftOut } from '../../plan/left-out.js';
import { readPlan } from '../../plan/read-plan.js';
import type { ManagerOptions } from '../command.js';
import { terraformOf } from '../deploy-cluster.js';
import { connect } from '../operate.js';
import type { OpenCluster } from '../project.js';
import { synth } from '../synth.js';
import { freshPlan, type PlanPart } from './fresh-plan.js';
import { liveFacts, withLiveUse } from './live-use.js';
import type { PlanInput } from './plan-inputs.js';

export interface LivePlanOptions extends ManagerOptions {
  /** A plan that `terraform plan -out` wrote; a new one is made when left out. */
  readonly planFile?: string;
  /** Where a copy of the new plan is kept. */
  readonly save?: string;
  /** Nodes to leave out; default none. Neither with `planFile` nor with `save`. */
  readonly without?: readonly string[];
}

/**
 * Synthesises and plans against the Swarm, or reads a saved plan; changes nothing.
 *
 * @throws UserError `NODE_UNKNOWN`, `NO_NODE_LEFT`, and what `deploy --without` would refuse of the plan;
 *   whether these hosts are gone is for the deploy to see
 */
export async function livePlan(
  opened: OpenCluster,
  options: LivePlanOptions,
  report: Report,
  signal: AbortSignal,
): Promise<PlanInput[]> {
  const { without = [] } = options;
  const cluster = { ...opened, model: withoutNodes(opened.model, without) };
  if (options.planFile === undefined) {
    report('synthesising');
    await synth(cluster.projectRoot, cluster.file, signal, without);
  }
  const connected = await connect(cluster, options);
  try {
    const terraform = terraformOf(cluster, connected, report, signal);
    await terraform.init();
    const saved = options.planFile === undefined ? undefined : resolve(options.planFile);
    const part = partOf(cluster, terraform);
    const planJson =
      saved === undefined
        ? await freshPlan(terraform, report, part)
        : await terraform.showPlan(saved);
    const changes = readPlan(planJson, part?.record);
    const planned = plannedChangesIn(planJson);
    requireSafeWithout(cluster.model, planned);
    if (options.save !== undefined) {
      copyFileSync(saved ?? join(cluster.stackDirectory, PLAN_FILE), options.save);
    }
    const approvals = cluster.config.approve;
    return await Promise.all(
      changes.map(async (change) =>
        change.scope === cluster.config.scope
          ? await ownInput(cluster, leftOut(change, without), planned, () =>
              liveFacts(cluster, options, signal),
            )
          : { change, approvals, notes: [], settingsFirst: false },
      ),
    );
  } finally {
    connected.swarm.close();
  }
}

/** What of the stack a plan without some nodes is for; undefined if it is for all. */
function partOf({ config, model }: OpenCluster, terraform: Terraform): PlanPart | undefined {
  if (model.without.length === 0) return undefined;
  return { targets: targetsOf({ terraform, model }), record: makeRecord(config, model) };
}

/** With what only the live cluster and its model know. */
async function ownInput(
  { config, model }: OpenCluster,
  own: ClusterChange,
  planned: readonly PlannedChange[],
  facts: Parameters<typeof withLiveUse>[1],
): Promise<PlanInput> {
  const { change, notes } = await withLiveUse(own, facts);
  const first = firstStep(model, planned);
  return {
    change,
    approvals: config.approve,
    notes: [
      ...notes,
      ...(first ? [`deploy makes two applies of it: ${first.why}`] : []),
      ...model.without.map(
        (node) => `members on ${node} keep what they have until a deploy of all`,
      ),
    ],
    settingsFirst: first?.reached ?? false,
  };
}
