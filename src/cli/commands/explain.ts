import { explain } from '../../model/explain/explain.js';
import { withOutput, type CliCommand } from '../command.js';
import { explanationText } from '../explanation-text.js';
import { print, type OutputOptions } from '../output.js';
import { openCluster } from '../project.js';

/** Why a value is what it is; changes nothing. */
export const explainCommand: CliCommand = {
  addTo(program) {
    const command = program
      .command('explain')
      .argument('<cluster>', 'file or base name in config/clusters; left out if there is one')
      .argument('[key]', 'a PostgreSQL parameter, a key such as patroni.dcs.ttl, or memory')
      .usage('[options] [cluster] <key>')
      .summary('which value a key has, who decided it, what changing it costs')
      .description(
        'Says which value a parameter or key has, who decided it and where, and what changing it costs.',
      );
    withOutput(command, 'explain orders shared_buffers').action(run);
  },
};

/** One word is the key: then the cluster is the only one. */
function run(first: string, second: string | undefined, options: OutputOptions): void {
  const { config, model } = openCluster(second === undefined ? undefined : first);
  print(options, explain(config, model, second ?? first), explanationText);
}
