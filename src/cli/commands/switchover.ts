import {
  CLUSTER_ARGUMENT,
  CLUSTER_HELP,
  type CliCommand,
  type ManagerOptions,
  withManager,
  withOutput,
} from '../command.js';
import { operate } from '../operate.js';
import { print } from '../output.js';
import { openCluster } from '../project.js';

const WITHIN_MS = 60_000;

interface SwitchoverOptions extends ManagerOptions {
  readonly candidate?: string;
}

interface Switchover {
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
}

/** Moves the leader lock on purpose, to a sync standby. */
export const switchoverCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('switchover')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('move the primary to a sync standby')
      .description('Moves the leader lock to a healthy sync standby; refused (4) if there is none.')
      .option('--candidate <node>', 'node whose member shall lead (default: the sync standby)');
    withManager(withOutput(command, 'switchover orders --candidate pg-node-2')).action(
      async (name: string | undefined, options: SwitchoverOptions) => {
        const { candidate } = options;
        const result = (await operate(
          openCluster(name),
          options,
          {
            op: 'switchover',
            argument: candidate === undefined ? {} : { candidate },
            secrets: ['postgres', 'userlist'],
            withinMs: WITHIN_MS,
          },
          signal,
        )) as Switchover;
        print(
          options,
          result,
          ({ from, to, seconds }) =>
            `the leader moved from ${from} to ${to} in ${seconds.toFixed(1)} s`,
        );
      },
    );
  },
};
