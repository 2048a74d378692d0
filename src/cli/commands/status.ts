import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterView } from '../../model/cluster-view.js';
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
import { openCluster, type OpenCluster } from '../project.js';
import { statusText } from '../status-text.js';

const WITHIN_MS = 30_000;
const WATCH_EVERY_MS = 5_000;

interface StatusOptions extends ManagerOptions {
  readonly watch?: boolean;
}

/** The truth about the cluster, asked from inside it. */
export const statusCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('status')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('members, DCS, proxies and reconciler, as they are now')
      .description('Asks every tier from inside the cluster. Exit code 5 if the cluster is not up.')
      .option('--watch', `print again every ${WATCH_EVERY_MS / 1000} s until Ctrl-C`);
    withManager(withOutput(command, 'status orders --json')).action(
      async (name: string | undefined, options: StatusOptions) => {
        const cluster = openCluster(name);
        do {
          const view = await clusterStatus(cluster, options, signal);
          print(options, view, statusText);
          if (!view.up) process.exitCode = 5;
          if (options.watch) await sleep(WATCH_EVERY_MS, undefined, { signal });
        } while (options.watch);
      },
    );
  },
};

/** Asks for the whole picture by a one-shot job. */
export async function clusterStatus(
  cluster: OpenCluster,
  options: ManagerOptions,
  signal: AbortSignal,
): Promise<ClusterView> {
  const request = { op: 'status', secrets: ['postgres'], withinMs: WITHIN_MS } as const;
  return (await operate(cluster, options, request, signal)) as ClusterView;
}
