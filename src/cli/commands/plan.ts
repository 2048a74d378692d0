import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { planReport, type PlanReport } from '../../plan/plan-report.js';
import { withManager, withoutOption, type CliCommand } from '../command.js';
import { printText } from '../output.js';
import { livePlan, type LivePlanOptions } from '../plan/live-plan.js';
import { inputFrom, inputsOfJson, readAll, type PlanInput } from '../plan/plan-inputs.js';
import { askForObjection, withObjection } from '../plan/reconciler-objection.js';
import { reportText, type PlanFormat } from '../plan/report-text.js';
import { today } from '../plan/today.js';
import { openCluster } from '../project.js';

type PlanOptions = Omit<LivePlanOptions, 'format'> & {
  readonly format: PlanFormat;
  readonly from?: string;
  readonly detailedExitcode?: boolean;
};

const CLUSTER =
  'file or base name in config/clusters, or - for terraform show -json on standard input';

/** What would change, and what that does to the live cluster; changes nothing. */
export const planCommand: CliCommand = {
  addTo(program, signal) {
    const command: Command = program
      .command('plan')
      .argument('[cluster]', CLUSTER)
      .summary('what would change, and what that does to the live cluster')
      .description(
        'Says for every change what it is, which members it touches in which order, how long nobody ' +
          'can write, and whether data is at risk. New settings are tried in a PostgreSQL of its own. Changes nothing.\n\n' +
          'Exit codes: 0 fine, 2 changes (only with --detailed-exitcode), 3 needs approval, 4 refused.',
      )
      .addOption(
        new Option('--format <format>', 'of what is printed')
          .choices(['text', 'json', 'markdown', 'html'])
          .default('text'),
      )
      .option('--json', 'short for --format json')
      .option('--out <file>', 'write the result to a file instead of standard output')
      .option('--plan-file <file>', 'explain this saved plan, or its JSON, instead of a new one')
      .option('--save <file>', 'keep the new plan there, for deploy --plan-file')
      .option(
        '--from <revision>',
        'compare with the file at that git revision, or with a file; offline',
      )
      .addOption(withoutOption().conflicts(['from', 'planFile', 'save']))
      .option('--detailed-exitcode', 'end with 2 if anything would change')
      .addHelpText(
        'after',
        '\nExamples:\n  $ patroni-swarm plan orders\n  $ patroni-swarm plan orders --from main --format markdown' +
          '\n  $ terraform show -json plan.bin | patroni-swarm plan -',
      );
    withManager(command).action(async (name: string | undefined, options: PlanOptions) => {
      const inputs = await inputsOf(name, options, signal);
      const reports = inputs.map(({ approvals, change, ...advice }) =>
        planReport(change, approvals, today(), advice),
      );
      printText(options, reportText(reports, options));
      process.exitCode = exitCode(reports, options.detailedExitcode === true);
    });
  },
};

async function inputsOf(
  name: string | undefined,
  options: PlanOptions,
  signal: AbortSignal,
): Promise<PlanInput[]> {
  if (name === '-') return inputsOfJson(await readAll(process.stdin));
  if (options.planFile !== undefined) {
    const bytes = readFileSync(options.planFile);
    if (bytes[0] === '{'.charCodeAt(0)) return inputsOfJson(bytes);
  }
  const cluster = openCluster(name);
  if (options.from !== undefined) {
    return [await inputFrom(options.from, cluster.file, cluster.config)];
  }
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const [planned, asked] = await Promise.all([
    livePlan(cluster, { ...options, format: 'text' }, report, signal),
    askForObjection(cluster, { ...options, format: 'text' }, signal),
  ]);
  return planned.map((input) =>
    input.change.scope === cluster.config.scope ? withObjection(input, asked) : input,
  );
}

/** 0 fine, 2 changes, 3 needs approval, 4 refused; the worst of all clusters. */
function exitCode(reports: readonly PlanReport[], detailed: boolean): number {
  const verdicts = reports.map(({ verdict }) => verdict);
  if (verdicts.includes('refused')) return 4;
  if (verdicts.includes('needs approval')) return 3;
  return detailed && verdicts.includes('fine') ? 2 : 0;
}
