import type { VerifyReport } from '../../verify/check.js';
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
import { verifyText } from '../verify-text.js';

const WITHIN_MS = 120_000;

/** Runs the checklist inside the cluster. */
export const verifyCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('verify')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('run the functional checks against the live cluster')
      .description('Runs the functional checks from inside the cluster. Exit code 5 if one fails.');
    withManager(withOutput(command, 'verify orders')).action(
      async (name: string | undefined, options: ManagerOptions) => {
        const report = await verifyCluster(openCluster(name), options, signal);
        print(options, report, verifyText);
        if (report.failed > 0) process.exitCode = 5;
      },
    );
  },
};

/** The checks' results; one that fails is a result too, not an error. */
export async function verifyCluster(
  cluster: OpenCluster,
  options: ManagerOptions,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const request = { op: 'verify', secrets: ['postgres', 'roles'], withinMs: WITHIN_MS } as const;
  return (await operate(cluster, options, request, signal)) as VerifyReport;
}
