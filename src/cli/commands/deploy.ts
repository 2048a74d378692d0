import type { Phase } from '../../core/phase.js';
import type { DeployResult } from '../../ops/deploy.js';
import {
  CLUSTER_ARGUMENT,
  CLUSTER_HELP,
  type CliCommand,
  withManager,
  withoutOption,
  withOutput,
} from '../command.js';
import { deployCluster, type DeployCommandOptions } from '../deploy-cluster.js';
import { print } from '../output.js';
import { phaseView } from '../phase-views.js';
import { openCluster } from '../project.js';
import { runPhases } from '../run-phases.js';
import { statusText } from '../status-text.js';
import { volumesText } from '../volumes-text.js';

/** Synth, preflight, plan, apply, and the reconciler's word that the cluster is up. */
export const deployCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('deploy')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('bring a cluster to what its file says, and wait until it is up')
      .description(
        'Synthesises, checks that the Swarm can carry it, applies with Terraform, and ends when the ' +
          'cluster has a leader, all members streaming and a sync standby. Safe to run again.',
      );
    command.addOption(withoutOption());
    command.option(
      '--plan-file <file>',
      'apply this plan, kept by plan --save, and no other; refused if it no longer fits',
    );
    withManager(withOutput(command, 'deploy orders')).action(
      async (name: string | undefined, options: DeployCommandOptions) => {
        const cluster = openCluster(name);
        let result: DeployResult | undefined;
        const phase: Phase = {
          title: `Deploy ${cluster.model.clusterScope}`,
          needs: [],
          run: async (report, phaseSignal) => {
            result = await deployCluster(cluster, options, report, phaseSignal);
          },
        };
        await runPhases([phase], phaseView([phase]), signal);
        if (!result) throw new Error('deploy left no result');
        print(options, result, deployText);
      },
    );
  },
};

function deployText({ changes, partFirst, volumesLeft, view, seconds }: DeployResult): string {
  const counts = `${changes.add} added, ${changes.change} changed, ${changes.remove} removed`;
  const took = Object.entries(seconds).map(([step, value]) => `${step} ${value} s`);
  return [
    statusText(view),
    ...(volumesLeft.length > 0
      ? [`volumes that keep the data of members that left:\n${volumesText(volumesLeft)}`]
      : []),
    ...(partFirst === undefined ? [] : [`in two applies: ${partFirst}`]),
    `${changes.empty ? 'nothing changed' : counts} (${took.join(', ')})`,
  ].join('\n\n');
}
