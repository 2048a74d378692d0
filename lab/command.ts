import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa, ExecaError, type Options } from 'execa';
import { labStepFailed } from './problems.js';

export interface CommandOptions {
  readonly signal?: AbortSignal | undefined;
  /** @default 120000 */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets every line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** Where system programs lie that an ordinary user's PATH leaves out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** @returns absolute path, or undefined */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Runs a program to its end.
 *
 * @returns its standard output, without the last line end
 * @throws UserError `LAB_STEP_FAILED` with the end of what it printed
 */
export async function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  try {
    const child = execa(command, args, execaOptions(options));
    if (options.onLine) {
      for await (const line of child.iterable({ from: 'all' })) options.onLine(lastOverprint(line));
    }
    return (await child).stdout;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    const output = error.timedOut ? `no end after ${error.durationMs} ms` : outputOf(error);
    throw labStepFailed(error.command, output, 'the command to succeed');
  }
}

/** As `run`, as root: through `sudo` unless we are. */
export async function runAsRoot(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const [program, ...rest] = asRoot(command, args);
  return run(program, rest, options);
}

export function asRoot(command: string, args: readonly string[]): [string, ...string[]] {
  const program = findCommand(command) ?? command;
  return process.getuid?.() === 0 ? [program, ...args] : ['sudo', '-n', program, ...args];
}

function execaOptions(options: CommandOptions) {
  return {
    all: true,
    stdin: 'ignore',
    timeout: options.timeoutMs ?? 120_000,
    ...(options.signal && { cancelSignal: options.signal }),
    ...(options.cwd && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
  } satisfies Options;
}

function outputOf(error: Pick<ExecaError, 'all' | 'shortMessage'>): string {
  return typeof error.all === 'string' && error.all.trim() ? error.all : error.shortMessage;
}

/** Programs that draw progress put several states into one line. */
const lastOverprint = (line: string) => line.split('\r').findLast((part) => part !== '') ?? '';
