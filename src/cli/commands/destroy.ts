import { systemClock } from '../../live/system-clock.js';
import { destroy, type DestroyResult } from '../../ops/destroy.js';
import {
  CLUSTER_ARGUMENT,
  CLUSTER_HELP,
  type CliCommand,
  type ManagerOptions,
  withManager,
  withOutput,
} from '../command.js';
import { confirm } from '../confirm.js';
import { terraformOf } from '../deploy-cluster.js';
import { connect } from '../operate.js';
import { print } from '../output.js';
import { openCluster } from '../project.js';
import { synth } from '../synth.js';
import { volumesText } from '../volumes-text.js';

interface DestroyCommandOptions extends ManagerOptions {
  readonly yes?: boolean;
}

/** Removes services and networks; the data volumes stay and are named. */
export const destroyCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('destroy')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('remove services and networks; the data volumes stay')
      .description(
        'Removes everything Terraform made, waits until no member runs, names the volumes.',
      )
      .option('--yes', 'do not ask');
    withManager(withOutput(command, 'destroy orders --yes')).action(
      async (name: string | undefined, options: DestroyCommandOptions) => {
        const cluster = openCluster(name);
        if (options.yes !== true) {
          await confirm(`This takes ${cluster.model.clusterScope} down; its data volumes stay.`);
        }
        const report = (line: string) => process.stderr.write(`${line}\n`);
        await synth(cluster.projectRoot, cluster.file, signal);
        const connected = await connect(cluster, options);
        try {
          const terraform = terraformOf(cluster, connected, report, signal);
          const { swarm } = connected;
          const { model } = cluster;
          const request = { swarm, terraform, clock: systemClock, model, report, signal };
          print(options, await destroy(request), destroyText);
        } finally {
          connected.swarm.close();
        }
      },
    );
  },
};

function destroyText({ changes, volumes, unknownNodes }: DestroyResult): string {
  const unknown = unknownNodes.map((node) => `${node} did not answer: its member may still run`);
  return [
    `${changes.remove} removed; these volumes keep the data:`,
    volumesText(volumes),
    ...unknown,
  ].join('\n');
}
