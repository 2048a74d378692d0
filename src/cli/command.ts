import { type Command, Option } from 'commander';
import type { OutputOptions } from './output.js';

/** One command of the program; how it is typed and what it runs. */
export interface CliCommand {
  addTo(program: Command, signal: AbortSignal): void;
}

/** The options every command has, and an example under its `--help`. */
export function withOutput(command: Command, example: string): Command {
  return command
    .addOption(
      new Option('--format <format>', 'of what is printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--json', 'short for --format json')
    .option('--out <file>', 'write the result to a file instead of standard output')
    .addHelpText('after', `\nExample:\n  $ patroni-swarm ${example}`);
}

export interface ManagerOptions extends OutputOptions {
  readonly manager?: string;
}

/** For commands that talk to a Swarm. */
export function withManager(command: Command): Command {
  return command.option(
    '--manager <endpoint>',
    'Docker endpoint of a Swarm manager (default: DOCKER_HOST, then swarm.managers)',
  );
}

/** Leaves nodes out whose hosts are gone or drained. */
export function withoutOption(): Option {
  return new Option(
    '--without <node>',
    'leave out a node whose host is gone or drained; may be given several times',
  ).argParser((node: string, nodes: readonly string[] | undefined) => [...(nodes ?? []), node]);
}

export const CLUSTER_ARGUMENT = '[cluster]';
export const CLUSTER_HELP =
  'file or base name in config/clusters; may be left out when there is one';
