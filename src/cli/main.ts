#!/usr/bin/env node
import './lazy-locales.js';
import { Command, CommanderError } from 'commander';
import { loadCommands } from './commands/index.js';
import { reportError } from './exit.js';
import { toolVersion } from '../model/tool-version.js';

const EXIT_USAGE = 1;

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort(new Error('interrupted'));
  // A second Ctrl-C ends at once, for whoever cannot wait for the clean-up.
  process.once('SIGINT', () => process.exit(130));
});
process.once('SIGTERM', () => {
  interrupt.abort(new Error('terminated'));
});

const program = new Command('patroni-swarm')
  .description('Highly available PostgreSQL on Docker Swarm, from one YAML file.')
  .version(toolVersion)
  .showHelpAfterError('(patroni-swarm COMMAND --help shows options and an example)')
  .enablePositionalOptions()
  .exitOverride();

for (const command of await loadCommands(process.argv[2])) {
  command.addTo(program, interrupt.signal);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  else reportError(error, process.argv.includes('--json'), interrupt.signal.aborted);
}
// Sockets of an aborted call must not hold the process back.
if (interrupt.signal.aborted) process.exit();
