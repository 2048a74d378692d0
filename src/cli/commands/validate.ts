import { UserError } from '../../core/problem.js';
import { CLUSTER_HELP, withOutput, type CliCommand } from '../command.js';
import { print, wantsJson, type OutputOptions } from '../output.js';
import { clusterFiles } from '../project.js';
import { validateClusterFiles } from '../../model/read-cluster.js';

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
  const problems = validateClusterFiles(files);
  if (problems.length > 0 && !wantsJson(options)) throw new UserError(problems);
  print(options, { files, problems }, () => `${files.length} cluster files are right`);
  if (problems.length > 0) process.exitCode = 1;
}
