import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Report } from '../../core/phase.js';
import { PLAN_FILE, plannedChangesIn } from '../../live/terraform.js';
import { firstStep } from '../../ops/first-step.js';
import type { ClusterChange } from '../../plan/cluster-change.js';
import { readPlan } from '../../plan/read-plan.js';
import type { ManagerOptions } from '../command.js';
import { terraformOf } from '../deploy-cluster.js';
import { connect } from '../operate.js';
import type { OpenCluster } from '../project.js';
import { synth } from '../synth.js';
import { freshPlan } from './fresh-plan.js';
import { liveFacts, withLiveUse } from './live-use.js';
import type { PlanInput } from './plan-inputs.js';

export interface LivePlanOptions extends ManagerOptions {
  /** A plan that `terraform plan -out` wrote; a new one is made when left out. */
  readonly planFile?: string;
  /** Where a copy of the new plan is kept. */
  readonly save?: string;
}

/** Synthesises and plans against the Swarm, or reads a saved plan; changes nothing. */
export async function livePlan(
  cluster: OpenCluster,
  options: LivePlanOptions,
  report: Report,
  signal: AbortSignal,
): Promise<PlanInput[]> {
  if (options.planFile === undefined) {
    report('synthesising');
    await synth(cluster.projectRoot, cluster.file, signal);
  }
  const connected = await connect(cluster, options);
  try {
    const terraform = terraformOf(cluster, connected, report, signal);
    await terraform.init();
    const saved = options.planFile === undefined ? undefined : resolve(options.planFile);
    const planJson =
      saved === undefined ? await freshPlan(terraform, report) : await terraform.showPlan(saved);
    if (options.save !== undefined) {
      copyFileSync(saved ?? join(cluster.stackDirectory, PLAN_FILE), options.save);
    }
    const approvals = cluster.config.approve;
    return await Promise.all(
      readPlan(planJson).map(async (change) =>
        change.scope === cluster.config.scope
          ? await ownInput(cluster, change, planJson, () => liveFacts(cluster, options, signal))
          : { change, approvals, notes: [], settingsFirst: false },
      ),
    );
  } finally {
    connected.swarm.close();
  }
}

/** With what only the live cluster and its model know. */
async function ownInput(
  { config, model }: OpenCluster,
  planned: ClusterChange,
  planJson: Uint8Array,
  facts: Parameters<typeof withLiveUse>[1],
): Promise<PlanInput> {
  const { change, notes } = await withLiveUse(planned, facts);
  const first = firstStep(model, plannedChangesIn(planJson));
  return {
    change,
    approvals: config.approve,
    notes: [...notes, ...(first ? [`deploy makes two applies of it: ${first.why}`] : [])],
    settingsFirst: first?.reached ?? false,
  };
}
