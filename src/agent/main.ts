import { formatProblem, UserError } from '../core/problem.js';
import { exitCodeOf, failedAnswer, type OpAnswer } from '../ops/answer.js';
import { runOneCheck } from './check.js';
import { runFitPools } from './fit-pools.js';
import { runGuardPools } from './guard-pools.js';
import { runOp } from './op.js';
import { runReconcile } from './reconcile.js';
import { runSupervise } from './supervise.js';

/** Returns what to print; undefined if the command printed its own lines. */
type Command = (argv: string[]) => Promise<unknown>;

/** Every way to start the in-cluster bundle. */
const commands: Readonly<Record<string, Command>> = {
  supervise: runSupervise,
  reconcile: runReconcile,
  'fit-pools': runFitPools,
  'guard-pools': runGuardPools,
  check: ([name = '']) => runOneCheck(name),
  op: ([name = '', argument = '{}']) => runOp(name, argument),
};

async function main([name = '', ...argv]: string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw unknownCommand(name);
  const result = await command(argv);
  if (result !== undefined) finish({ ok: true, result });
}

function unknownCommand(name: string): UserError {
  const need = `one of ${Object.keys(commands).join(', ')}`;
  return new UserError([{ code: 'AGENT_COMMAND_UNKNOWN', at: 'agent', got: name, need }]);
}

/**
 * Prints the answer as one line, and for people what went wrong, then ends at once: idle connections
 * would keep the process alive for seconds.
 */
function finish(answer: OpAnswer): void {
  if (!answer.ok) process.stderr.write(`${answer.problems.map(formatProblem).join('\n\n')}\n`);
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(exitCodeOf(answer)));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  finish(failedAnswer(error));
});
