import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { UserError } from '../../core/problem.js';
import { CLUSTER_HELP, withOutput, type CliCommand } from '../command.js';
import { print, wantsJson, type OutputOptions } from '../output.js';
import { clusterFiles } from '../project.js';
import {
  availabilityBound,
  availabilityLines,
  type AvailabilityBound,
} from '../../model/availability-bound.js';
import { checkClusterFiles } from '../../model/read-cluster.js';

/** Reports every problem of every file at once; changes nothing. */
export const validateCommand: CliCommand = {
  addTo(program) {
    const command = program
      .command('validate [cluster...]')
      .summary('check cluster files: shape and rules, all problems at once')
      .description(
        `Checks cluster files without touching any cluster.\n[cluster]: ${CLUSTER_HELP}`,
      );
    withOutput(command, 'validate config/clusters/orders.yaml').action(run);
  },
};

function run(clusters: string[], options: OutputOptions): void {
  const files = clusterFiles(clusters);
  const { clusters: sound, problems } = checkClusterFiles(files);
  if (problems.length > 0 && !wantsJson(options)) throw new UserError(problems);
  const bounds = problems.length > 0 ? [] : sound.map(boundOf);
  print(options, { files, problems, bounds }, () =>
    [`${files.length} cluster files are right`, ...bounds.flatMap(boundText)].join('\n'),
  );
  if (problems.length > 0) process.exitCode = 1;
}

function boundOf(config: ClusterConfig): { scope: string } & AvailabilityBound {
  return { scope: config.scope, ...availabilityBound(config) };
}

function boundText({ scope, ...bound }: ReturnType<typeof boundOf>): string[] {
  return ['', scope, ...availabilityLines(bound).map((line) => `  ${line}`)];
}
