import { driftReport, type DriftReport } from '../../drift/drift-report.js';
import { readDesired } from '../../reconciler/desired.js';
import { renderDesiredState } from '../../render/render-all.js';
import {
  CLUSTER_ARGUMENT,
  CLUSTER_HELP,
  type CliCommand,
  type ManagerOptions,
  withManager,
  withOutput,
} from '../command.js';
import { driftText } from '../drift-text.js';
import { print } from '../output.js';
import { livePlan } from '../plan/live-plan.js';
import { liveFacts } from '../plan/live-use.js';
import { openCluster, type OpenCluster } from '../project.js';

const CHANGES = 2;
const NOT_SEEN = 5;

type DriftOptions = ManagerOptions & { readonly detailedExitcode?: boolean };

/** Where file, Terraform's state and live cluster disagree; changes nothing. */
export const driftCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('drift')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('what somebody changed behind the cluster file, and what becomes of it')
      .description(
        "Compares the cluster file with Terraform's state, the services in the Swarm, Patroni's " +
          'configuration in the DCS, the settings of every server (ALTER SYSTEM shows), and databases, ' +
          'roles and extensions. Values that are spelled otherwise are no difference. Changes nothing.\n\n' +
          'Exit codes: 0 compared, 2 something differs (only with --detailed-exitcode), ' +
          '5 something could not be compared.',
      )
      .option('--detailed-exitcode', 'end with 2 if anything differs, for a nightly job');
    withManager(withOutput(command, 'drift orders --detailed-exitcode')).action(
      async (name: string | undefined, options: DriftOptions) => {
        const report = await clusterDrift(openCluster(name), options, signal);
        print(options, report, driftText);
        process.exitCode = exitCode(report, options.detailedExitcode === true);
      },
    );
  },
};

async function clusterDrift(
  cluster: OpenCluster,
  options: ManagerOptions,
  signal: AbortSignal,
): Promise<DriftReport> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const [inputs, facts] = await Promise.all([
    livePlan(cluster, options, report, signal),
    liveFacts(cluster, options, signal),
  ]);
  const { clusterScope } = cluster.model;
  const input = inputs.find(({ change }) => change.scope === clusterScope);
  if (!input) throw new Error(`the plan has no cluster ${clusterScope}`);
  const desired = readDesired(renderDesiredState(cluster.model));
  return driftReport(input.change, facts, desired);
}

function exitCode({ drift, notApplied, unseen }: DriftReport, detailed: boolean): number {
  if (unseen.length > 0) return NOT_SEEN;
  return detailed && drift.length + notApplied.length > 0 ? CHANGES : 0;
}
