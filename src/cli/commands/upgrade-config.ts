import { writeFileSync } from 'node:fs';
import { type UpgradedFile, upgradeFile } from '../../../config/upgrade-file.js';
import { withOutput, type CliCommand } from '../command.js';
import { print, type OutputOptions } from '../output.js';
import { clusterFiles } from '../project.js';

interface UpgradeOptions extends OutputOptions {
  readonly write?: boolean;
}

/** Brings a file of an earlier release to the keys of this one. */
export const upgradeConfigCommand: CliCommand = {
  addTo(program) {
    const command = program
      .command('upgrade-config')
      .argument('<file>', 'cluster file or base, or base name in config/clusters')
      .summary('a file of an earlier format in the newest, comments kept')
      .description(
        'Prints a cluster file or base in the newest format, comments kept; with --write rewrites\n' +
          'the file. What has the newest format stays as it is, byte for byte.',
      )
      .option('--write', 'rewrite the file instead of printing it');
    withOutput(command, 'upgrade-config config/clusters/orders.yaml --write').action(run);
  },
};

function run(name: string, { write = false, ...options }: UpgradeOptions): void {
  const [path = name] = clusterFiles([name]);
  const upgraded = upgradeFile(path);
  const { changes, text } = upgraded;
  if (write && changes.length > 0) writeFileSync(path, text);
  const summary = summaryOf(upgraded, write);
  if (!write) process.stderr.write(`${summary}\n`);
  print(options, { ...upgraded, written: write && changes.length > 0 }, () =>
    write ? summary : text,
  );
}

function summaryOf({ changes, file, from, to }: UpgradedFile, write: boolean): string {
  if (from === to) return `${file} has format ${from}, the newest: nothing to do`;
  const verb = write ? 'went' : 'goes';
  return [`${file} ${verb} from format ${from} to ${to}:`, ...changes].join('\n  ');
}
