import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { listFiles, renderAll } from '../../render/render-all.js';
import { CLUSTER_ARGUMENT, CLUSTER_HELP, withOutput, type CliCommand } from '../command.js';
import { print, type OutputOptions } from '../output.js';
import { openCluster } from '../project.js';

interface RenderOptions extends OutputOptions {
  readonly directory?: string;
}

/** Shows the generated files, to read or to diff. */
export const renderCommand: CliCommand = {
  addTo(program) {
    const command: Command = program
      .command('render')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('the generated files, to read or to diff')
      .description('Prints every generated configuration file, or writes them below a directory.')
      .option('--directory <directory>', 'write the files there instead');
    withOutput(command, 'render orders --directory /tmp/orders').action(run);
  },
};

function run(cluster: string | undefined, options: RenderOptions): void {
  const rendered = listFiles(renderAll(openCluster(cluster).model));
  const files = [...rendered].map(([path, { text }]) => ({ path, text }));
  const { directory } = options;
  if (directory !== undefined) {
    for (const { path, text } of files) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    print(
      options,
      { directory, files: files.map(({ path }) => path) },
      ({ files: written }) => `${written.length} files written below ${directory}`,
    );
    return;
  }
  print(options, files, (all) => all.map(({ path, text }) => `# ==> ${path}\n${text}`).join('\n'));
}
