import { CLUSTER_ARGUMENT, CLUSTER_HELP, withOutput, type CliCommand } from '../command.js';
import { print, type OutputOptions } from '../output.js';
import { findClusterFile, findProjectRoot } from '../../../config/find-clusters.js';
import { synth } from '../synth.js';

/** Writes `cdktf.out/stacks/<scope>/cdk.tf.json`; needs no cluster. */
export const synthCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('synth')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('write the Terraform JSON of one cluster, or of all')
      .description('Writes cdktf.out/stacks/<scope>/cdk.tf.json. Touches no cluster.');
    withOutput(command, 'synth orders').action(
      async (cluster: string | undefined, options: OutputOptions) => {
        const file = cluster === undefined ? undefined : findClusterFile(cluster);
        const said = await synth(findProjectRoot(), file, signal);
        print(options, { stacks: said.split('\n') }, ({ stacks }) => stacks.join('\n'));
      },
    );
  },
};
