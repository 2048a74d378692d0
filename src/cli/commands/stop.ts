import { confirm } from '../confirm.js';
import { withOutput, type CliCommand } from '../command.js';
import { print, type OutputOptions } from '../output.js';
import { findProjectRoot } from '../../../config/find-clusters.js';
import { labContext } from '../../../lab/context.js';
import { labDown } from '../../../lab/down.js';

export interface DownCommandOptions extends OutputOptions {
  readonly volumes?: boolean;
  readonly yes?: boolean;
}

/** Takes down what `start` brought up. */
export const stopCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('stop')
      .summary('take down what start brought up')
      .description('Stops the lab, and the Docker engine if start started it.')
      .option('--volumes', 'remove the data too')
      .option('--yes', 'do not ask');
    withOutput(command, 'stop --volumes').action((options: DownCommandOptions) =>
      takeDown(options, signal),
    );
  },
};

/** Asks before data is removed, then takes the lab down. */
export async function takeDown(options: DownCommandOptions, signal: AbortSignal): Promise<void> {
  const volumes = options.volumes === true;
  if (volumes && options.yes !== true) {
    await confirm('This removes the data of every cluster in the lab.');
  }
  const report = (line: string) => process.stderr.write(`${line}\n`);
  await labDown(labContext(findProjectRoot()), { volumes }, { report, signal });
  print(options, { down: true, volumes }, () =>
    volumes ? 'the lab is down, its data removed' : 'the lab is down, its data kept',
  );
}
