import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { labContext } from '../../lab/context.js';
import { mirrorIsBuilt } from '../../lab/provider-mirror.js';
import type { Report } from '../core/phase.js';
import type { ConnectedSwarm } from '../live/swarm-connect.js';
import { systemClock } from '../live/system-clock.js';
import { type Terraform, terraformIn } from '../live/terraform.js';
import { readClusterInputs } from '../model/cluster-inputs.js';
import { desiredDigest } from '../model/desired-state.js';
import { withoutNodes } from '../model/without-nodes.js';
import { deploy, type DeployResult } from '../ops/deploy.js';
import { renderDesiredState } from '../render/render-all.js';
import type { ManagerOptions } from './command.js';
import { connect } from './operate.js';
import { liveFacts } from './plan/live-use.js';
import { reviewPlan } from './plan/review-plan.js';
import type { OpenCluster } from './project.js';
import { synth } from './synth.js';

export interface DeployCommandOptions extends ManagerOptions {
  /** Nodes to leave out; default none. */
  readonly without?: readonly string[];
  /** A plan that was saved and reviewed; a new one is made when left out. */
  readonly planFile?: string;
}

/** Synthesises one cluster, applies it and waits until it is up. */
export async function deployCluster(
  cluster: OpenCluster,
  options: DeployCommandOptions,
  report: Report,
  signal: AbortSignal,
): Promise<DeployResult> {
  const { planFile, without = [] } = options;
  const model = withoutNodes(cluster.model, without);
  if (planFile === undefined) {
    report('synthesising');
    await synth(cluster.projectRoot, cluster.file, signal, without);
  }
  const { images, secrets } = readClusterInputs(cluster.projectRoot, cluster.config);
  const connected = await connect(cluster, options);
  const facts = () => liveFacts(cluster, options, signal);
  try {
    return await deploy({
      swarm: connected.swarm,
      terraform: terraformOf(cluster, connected, report, signal),
      clock: systemClock,
      model,
      cluster: cluster.name,
      manifest: secrets,
      images,
      digest: desiredDigest(renderDesiredState(model)),
      // Of a plan for some of the nodes Terraform leaves the record out, which explains the rest.
      ...(without.length === 0 && {
        review: reviewPlan(cluster, facts, report, planFile === undefined),
      }),
      ...(planFile !== undefined && { planFile: resolve(planFile) }),
      report,
      signal,
    });
  } finally {
    connected.swarm.close();
  }
}

/** Terraform in the cluster's stack, talking to the manager that answered. */
export function terraformOf(
  cluster: OpenCluster,
  { terraformEnv }: ConnectedSwarm,
  report: Report,
  signal: AbortSignal,
): Terraform {
  // Terraform's local backend does not make its folder.
  mkdirSync(dirname(join(cluster.projectRoot, cluster.paths.terraformState)), { recursive: true });
  return terraformIn({
    directory: cluster.stackDirectory,
    binary: process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform',
    env: { ...process.env, ...terraformEnv, ...mirrorEnv(cluster) },
    report,
    signal,
  });
}

/** Where Terraform's registry cannot be reached, the lab has built the provider itself. */
function mirrorEnv({ projectRoot, model }: OpenCluster): Record<string, string> {
  const lab = labContext(projectRoot);
  if (!model.lab || !mirrorIsBuilt(lab)) return {};
  return { TF_CLI_CONFIG_FILE: lab.terraformRc };
}
