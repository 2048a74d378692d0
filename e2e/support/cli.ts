import { join } from 'node:path';
import { projectRoot } from './lab-hosts.js';
import { run, told, type Ran, type RunOptions } from './shell.js';

const program = join(projectRoot, 'dist/src/cli/main.js');

/** Runs the program as a user does, from the project's folder unless said otherwise. */
export async function cli(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [program, ...args], {
    cwd: projectRoot,
    timeoutMs: 600_000,
    ...options,
  });
}

/** As `cli`, for a command that must end with 0. */
export async function cliMust(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const ran = await cli(args, options);
  if (ran.code !== 0) throw new Error(told(ran));
  return ran;
}

/** What a command printed with `--json`. */
export async function cliJson<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  return JSON.parse((await cliMust([...args, '--json'], options)).stdout) as T;
}
