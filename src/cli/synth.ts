import { execa } from 'execa';
import { type Problem, UserError } from '../core/problem.js';
import { synthApp } from './project.js';

/**
 * Writes a cluster's Terraform JSON by running the compiled cdktf app.
 *
 * @param cluster - file or base name; all clusters when left out
 * @param without - nodes that nothing waits for (`withoutNodes`)
 * @returns what the app printed: a line per stack it wrote or left out
 * @throws UserError with the app's own problems
 */
export async function synth(
  projectRoot: string,
  cluster: string | undefined,
  signal: AbortSignal,
  without: readonly string[] = [],
): Promise<string> {
  const args = ['--json', ...without.flatMap((node) => ['--without', node])];
  if (cluster !== undefined) args.push(cluster);
  const { exitCode, stdout, stderr } = await execa(process.execPath, [synthApp, ...args], {
    cwd: projectRoot,
    cancelSignal: signal,
    reject: false,
  });
  if (exitCode === 0) return stdout;
  if (exitCode === 1) throw new UserError((JSON.parse(stdout) as { problems: Problem[] }).problems);
  throw new Error(`synth ended with ${String(exitCode)}:\n${stderr}`);
}
