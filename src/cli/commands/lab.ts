import { type Command, Argument, InvalidArgumentError, Option } from 'commander';
import { findProjectRoot } from '../../../config/find-clusters.js';
import { everyHost, LAB_HOSTS, labContext } from '../../../lab/context.js';
import { execOnNode } from '../../../lab/exec.js';
import { faultCatalog, isFaultName } from '../../../lab/fault-catalog.js';
import { labNodeNamed } from '../../../lab/node.js';
import { labStatus } from '../../../lab/status.js';
import { labPhases } from '../../../lab/up.js';
import { UserError } from '../../core/problem.js';
import { withOutput, type CliCommand } from '../command.js';
import { columns, seconds } from '../format.js';
import { print, type OutputOptions } from '../output.js';
import { phaseView } from '../phase-views.js';
import { runPhases } from '../run-phases.js';
import { takeDown, type DownCommandOptions } from './stop.js';

/** Three real Swarm hosts on this machine. Linux only. */
export const labCommand: CliCommand = {
  addTo(program, signal) {
    const group = program
      .command('lab')
      .summary('three real Swarm hosts on this machine (Linux)')
      .enablePositionalOptions();
    addUp(group, signal);
    const down = group
      .command('down')
      .summary('take the lab down')
      .description('Removes hosts, network and registry, and the engine if the lab started it.')
      .option('--volumes', 'remove the data too')
      .option('--yes', 'do not ask');
    withOutput(down, 'lab down --volumes').action((options: DownCommandOptions) =>
      takeDown(options, signal),
    );
    addStatus(group, signal);
    addFault(group, signal);
    group
      .command('exec <node> <command...>')
      .summary('run a command on a host')
      .passThroughOptions()
      .addHelpText('after', '\nExample:\n  $ patroni-swarm lab exec node-1 docker ps')
      .action(async (node: string, command: string[]) => {
        process.exitCode = await execOnNode(context(), node, command);
      });
  },
};

const context = () => everyHost(labContext(findProjectRoot()));

function addUp(group: Command, signal: AbortSignal): void {
  const up = group
    .command('up')
    .summary('bring the hosts, the registry and the provider mirror up')
    .description('Does nothing where its work is done; go on after a kill by running it again.');
  up.addOption(
    new Option('--hosts <count>', 'how many; those beyond it that are there stay')
      .argParser(hostCount)
      .default(LAB_HOSTS.usual),
  );
  withOutput(up, 'lab up').action(async (options: OutputOptions & { readonly hosts: number }) => {
    const phases = labPhases(labContext(findProjectRoot(), undefined, options.hosts));
    const timings = await runPhases(phases, phaseView(phases), signal);
    print(options, timings, (all) =>
      columns([['PHASE', 'TOOK'], ...all.map((row) => [row.title, seconds(row.milliseconds)])]),
    );
  });
}

function hostCount(text: string): number {
  const count = Number(text);
  const { most, usual } = LAB_HOSTS;
  if (Number.isInteger(count) && count >= usual && count <= most) return count;
  throw new InvalidArgumentError(`It is no whole number from ${usual} to ${most}.`);
}

function addStatus(group: Command, signal: AbortSignal): void {
  const status = group
    .command('status')
    .summary('what of the lab runs')
    .description('Never waits more than some seconds, whatever is broken.');
  withOutput(status, 'lab status').action(async (options: OutputOptions) => {
    print(options, await labStatus(context(), signal), ({ hosts, registry }) =>
      columns([
        ['HOST', 'ADDRESS', 'STATE', 'SWARM', 'API'],
        ...hosts.map((host) => [host.name, host.address, host.state, host.swarm, host.api]),
        ['registry', '', registry, '', ''],
      ]),
    );
  });
}

function addFault(group: Command, signal: AbortSignal): void {
  const names = Object.keys(faultCatalog);
  const fault = group
    .command('fault')
    .addArgument(new Argument('<fault>', 'what shall go wrong').choices(names))
    .argument('<node>', 'host it happens to')
    .argument('[service]', 'service whose task is meant, for faults of one')
    .summary('let something go wrong on a host')
    .description(
      columns(Object.entries(faultCatalog).map(([name, { describe }]) => [name, describe])),
    );
  withOutput(fault, 'lab fault power-loss node-2').action(
    async (name: string, node: string, service: string | undefined, options: OutputOptions) => {
      await runFault(name, node, service, signal);
      print(options, { fault: name, node }, () => `${name}: done on ${node}`);
    },
  );
}

async function runFault(
  name: string,
  nodeName: string,
  service: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!isFaultName(name)) throw new Error(`unknown fault ${name}`);
  const lab = context();
  const node = labNodeNamed(lab, nodeName);
  const step = { report: (line: string) => process.stderr.write(`${line}\n`), signal };
  const fault = faultCatalog[name];
  if (fault.target === 'host') return fault.run(lab, node, step);
  if (service !== undefined) return fault.run(lab, node, service, step);
  throw new UserError([
    {
      code: 'SERVICE_NOT_NAMED',
      at: `lab fault ${name}`,
      got: 'no service',
      need: 'the service whose task is meant',
      fix: `patroni-swarm lab fault ${name} ${nodeName} SERVICE`,
    },
  ]);
}
