import { UserError } from '../core/problem.js';
import { exitCodeOf, failedAnswer } from '../ops/answer.js';
import { runSupervise } from './supervise.js';

type Command = (argv: string[]) => Promise<void>;

/** Every way to start the in-cluster bundle. */
const commands: Readonly<Record<string, Command>> = {
  supervise: runSupervise,
};

async function main([name = '', ...argv]: string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw unknownCommand(name);
  await command(argv);
}

function unknownCommand(name: string): UserError {
  const need = `one of ${Object.keys(commands).join(', ')}`;
  return new UserError([{ code: 'AGENT_COMMAND_UNKNOWN', at: 'agent', got: name, need }]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const answer = failedAnswer(error);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  process.exitCode = exitCodeOf(answer);
});
