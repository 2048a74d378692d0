import { execa } from 'execa';
import type { LabContext } from './context.js';
import { dockerEnvironment } from './docker.js';
import { labNodeNamed } from './node.js';

/**
 * Runs a command on a host, with this process's own terminal.
 *
 * @returns its exit code
 */
export async function execOnNode(
  context: LabContext,
  nodeName: string,
  command: readonly string[],
): Promise<number> {
  const node = labNodeNamed(context, nodeName);
  const terminal = process.stdin.isTTY && process.stdout.isTTY ? ['--tty'] : [];
  const exec = ['exec', '--interactive', ...terminal, node.container, ...command];
  const env = dockerEnvironment(context.engineHost());
  const result = await execa('docker', exec, { stdio: 'inherit', env, reject: false });
  return result.exitCode ?? 1;
}
